import { expect, test } from 'vitest';
import type { Finding } from '../../shared/status/finding.ts';
import { screen } from './screen.ts';

const findings = {
  ok: { part: 'service', name: 'gateway-air', health: 'ok', says: 'ready' },
  warning: { part: 'dead-letters', health: 'warning', says: 'letters', values: { list: 'air 1' }, next: 'see-letters' },
  broken: {
    part: 'service',
    name: 'ingestor-air',
    health: 'broken',
    says: 'waits-for',
    values: { checks: 'elasticsearch' },
    next: 'see-to-checks',
  },
} satisfies Record<string, Finding>;

test.each<[string, Finding[], number, string]>([
  ['green', [findings.ok], 0, '32'],
  ['amber', [findings.ok, findings.warning], 0, '33'],
  ['red', [findings.ok, findings.warning, findings.broken], 1, '31'],
])('%s, in words as well, and what is broken makes the exit code', (_, found, exitCode, colour) => {
  const { text, exitCode: code } = screen(found, true);
  expect(code).toBe(exitCode);
  expect(text.split('\n')[0]).toContain(`\u001b[${colour}m`);
  expect(screen(found, false).text).not.toContain('\u001b');
});

test('each line has its own colour, the part, what is wrong and what to do', () => {
  const { text } = screen([findings.ok, findings.warning, findings.broken], true);
  expect(text.replaceAll('\u001b', '')).toBe(`[31mBROKEN: ingestor-air[0m

[32mok         [0m  gateway-air   ready
[33mWARNING    [0m  Dead letters  air 1
                           -> see why: npm run rejected -- list
[31mBROKEN     [0m  ingestor-air  runs, but waits for elasticsearch
                           -> see to elasticsearch; the service goes on by itself`);
});

test('what a sensor calls itself does not reach the terminal as it is', () => {
  const sensor: Finding = { ...findings.ok, name: '\u001b[2Jair' };
  expect(screen([sensor], false).text).toContain('?[2Jair');
});
