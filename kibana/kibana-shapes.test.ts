import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { languages } from '../shared/language.ts';
import { savedObjectsOf } from './saved-objects.ts';
import { controlShape, dashboardShape, dataViewShape, optionsShape, panelShape } from './testing/dashboard.ts';

const objects = languages.flatMap((language) =>
  savedObjectsOf({
    customer: 'finemeca',
    language,
    readingPeriodSeconds: 30,
    livePageUrl: 'https://live.example/',
  }),
);
const dashboards = objects.filter(({ type }) => type === 'dashboard');
const parsed = (value: unknown): unknown => JSON.parse(String(value));

/** What is wrong with a value, by its path; one line each. */
function problems(shape: z.ZodType, value: unknown): string {
  const { error } = shape.safeParse(value);
  return error ? z.prettifyError(error) : '';
}

describe('what Kibana reads is of the shape that Kibana writes', () => {
  test.each(objects.map((object) => [object.id, object] as const))('%s', (_, { type, attributes }) => {
    if (type === 'index-pattern') return expect(problems(dataViewShape, attributes)).toBe('');
    expect(problems(dashboardShape, attributes)).toBe('');
    expect(problems(optionsShape, parsed(attributes.optionsJSON))).toBe('');
    const group = z.object({ panelsJSON: z.string() }).parse(attributes.controlGroupInput);
    for (const control of Object.values(parsed(group.panelsJSON) as object)) {
      expect(problems(controlShape, control)).toBe('');
    }
    for (const panel of parsed(attributes.panelsJSON) as { panelIndex: string }[]) {
      expect(problems(panelShape, panel), panel.panelIndex).toBe('');
    }
  });
});

test.each([
  ['a key that nobody knows', (text: string) => text.replace('"splitAccessor"', '"splitAccesor"')],
  [
    'a function of a date that Lens has not',
    (text: string) => text.replace(/"operationType":"max"/, '"operationType":"average"'),
  ],
  ['a palette without colours', (text: string) => text.replace(/"colors":\[[^\]]*\]/, '"colors":[]')],
  ['an interval that is none', (text: string) => text.replace('"interval":"auto"', '"interval":"daily"')],
])('%s would be noticed', (_, spoil) => {
  const panels = dashboards.flatMap(({ attributes }) => {
    const text = String(attributes.panelsJSON);
    const spoilt = spoil(text);
    return spoilt === text ? [] : (parsed(spoilt) as unknown[]);
  });
  expect(panels.length).toBeGreaterThan(0);
  expect(panels.some((panel) => problems(panelShape, panel) !== '')).toBe(true);
});
