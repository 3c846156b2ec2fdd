import { expect, test } from 'vitest';
import { createSiteTime } from '../../shared/site-time.ts';
import type { Terminal } from '../rejected/terminal.ts';
import { exportTool } from './export.ts';
import { meterTool } from './meter.ts';
import { instantOf } from './options.ts';
import { recomputeTool } from './recompute.ts';
import { runTool, type Tool } from './tool.ts';

async function run(tool: Tool<unknown>, line: string, environment: Record<string, string> = {}) {
  const printed: string[] = [];
  const told: string[] = [];
  const terminal: Terminal = {
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
    overwrite: undefined,
    columns: undefined,
    ask: undefined,
  };
  const code = await runTool(tool, line === '' ? [] : line.split(' '), environment, terminal);
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

const tools = { recompute: recomputeTool, meter: meterTool, export: exportTool } as const;
type Name = keyof typeof tools;

test.each<[Name, string, string]>([
  ['recompute', '', '--type is missing'],
  ['recompute', '--type gas --from 2022-04-01 --to 2022-04-30', "--type 'gas' is not one of air, centrale, devicev01"],
  ['recompute', '--type centrale --from 2022-04-31 --to 2022-05-30', "--from '2022-04-31' is not a day"],
  ['recompute', '--type centrale --from 2022-04-30 --to 2022-04-01', 'is after --to'],
  ['recompute', '--type centrale --from 2022-04-30', '--to is missing'],
  ['recompute', 'now --type centrale --from 2022-04-01 --to 2022-04-30', "'now' is one word too many"],
  ['recompute', '--typ centrale', '--typ'],
  ['meter', '', 'A command is missing'],
  ['meter', 'change', "no command 'change'"],
  ['meter', 'swap --at 2022-04-01T00:00:00Z', '--device is missing'],
  ['meter', 'swap --device 12 --closing 5', '--opening is missing'],
  ['meter', 'swap --device 12 --closing -5 --opening 0', 'closing'],
  ['meter', 'swap --device 12 --closing 5e9 --opening 0', "'5e9' is not an index"],
  ['meter', 'swap --type air --device 1 --closing 5 --opening 0', 'air has no meter'],
  ['meter', 'list --at x', 'list has no option --at'],
  ['meter', 'remove', 'remove needs the id'],
  ['export', '--type centrale --from 2022-04-01 --to 2022-04-30 --format xls', "--format 'xls'"],
  ['export', '--type centrale --from 2022-04-01 --to 2022-04-30 --language es', "--language 'es'"],
])('%s %s: %s', async (name, line, problem) => {
  const { code, told, printed } = await run(tools[name] as Tool<unknown>, line);
  expect(told).toContain(problem);
  expect([code, printed]).toEqual([64, '']);
});

test.each(Object.entries(tools))(
  '%s explains itself, and names what is wrong with its environment',
  async (_, tool) => {
    const { code, printed } = await run(tool as Tool<unknown>, '--help');
    expect([code, printed.includes('npm run')]).toEqual([0, true]);
  },
);

test('a wrong environment ends with 78', async () => {
  const line = '--type centrale --from 2022-04-01 --to 2022-04-30';
  const { code, told } = await run(recomputeTool as Tool<unknown>, line, { MAX_POWER_KW: '-1' });
  expect(code).toBe(78);
  expect(told).toContain('ELASTICSEARCH_URL');
  expect(told).toContain('MAX_POWER_KW');
});

test('times are the site’s, unless they say their zone', () => {
  const siteTime = createSiteTime('Europe/Brussels');
  const read = (text: string) => new Date(instantOf('--at', text, siteTime)).toISOString();
  expect(read('2022-04-17 12:00')).toBe('2022-04-17T10:00:00.000Z');
  expect(read('2022-04-17T12:00:00Z')).toBe('2022-04-17T12:00:00.000Z');
  expect(read('2022-04-17T12:00:00+05:00')).toBe('2022-04-17T07:00:00.000Z');
  expect(() => read('2022-10-30 02:30:00')).toThrow('clock change');
  expect(() => read('yesterday')).toThrow('is not a time');
});
