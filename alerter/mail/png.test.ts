import { afterAll, expect, test } from 'vitest';
import { drawChart } from './chart.ts';
import { compose } from './compose.ts';
import { Painter } from './png.ts';
import { sampleNotices } from './samples.ts';

const now = Date.parse('2026-11-24T13:05:12Z');
const config = {
  timeZone: 'Europe/Brussels',
  customer: 'x',
  publicUrl: undefined,
  dashboardUrl: undefined,
  acknowledgeSecret: undefined,
  airCost: undefined,
};
const charts = sampleNotices(now).flatMap((notice) => compose(notice, { config, language: 'fr', now }).chart ?? []);
const painter = new Painter();
afterAll(() => painter.rest());

test('a burst of pictures is drawn, what fails does not spoil the next, and after a rest it goes on', async () => {
  const [first, second, third] = charts.map(drawChart) as [string, string, string];
  const isPng = (image: Buffer) => image.subarray(1, 4).toString() === 'PNG' && image.length > 5000;
  expect(isPng(await painter.draw(first))).toBe(true);
  expect(isPng(await painter.draw(second))).toBe(true);
  expect(await painter.draw(first)).toBe(await painter.draw(first));
  await expect(painter.draw('<svg')).rejects.toThrow();
  expect(isPng(await painter.draw(third))).toBe(true);
  painter.rest();
  expect(isPng(await painter.draw(first))).toBe(true);
}, 60_000);

test('what a chart says is text', () => {
  const [chart] = charts;
  if (!chart) throw new Error('no chart');
  expect(drawChart({ ...chart, texts: { ...chart.texts, title: '<script>' } })).not.toContain('<script>');
  expect(drawChart({ ...chart, opening: undefined })).not.toMatch(/NaN|undefined/);
  expect(drawChart({ ...chart, pressures: [] })).not.toMatch(/NaN|undefined|Infinity/);
});
