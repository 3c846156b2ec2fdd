import { describe, expect, test } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';

const read = (line: string) => readArguments(line.split(' ').filter(Boolean));

describe('understood', () => {
  test.each([
    ['list', { name: 'list', types: ['air', 'centrale', 'devicev01'], json: false, limit: 50, scan: 20_000 }],
    ['list --type air --limit 5', { name: 'list', types: ['air'], json: false, limit: 5, scan: 20_000 }],
    ['list --type air --json', { name: 'list', types: ['air'], json: true, limit: 20_000, scan: 20_000 }],
    ['show --type air 0f8f', { name: 'show', type: 'air', id: '0f8f', json: false, scan: 20_000 }],
    ['show --type air --id 0f8f', { name: 'show', type: 'air', id: '0f8f', json: false, scan: 20_000 }],
    ['replay --type air --all', { name: 'replay', type: 'air', choice: { by: 'all' }, scan: 20_000 }],
    ['discard --help', { name: 'help' }],
    [
      'discard --type air --before 2026-11-01 --yes --save x',
      {
        name: 'discard',
        type: 'air',
        choice: { by: 'before', value: '2026-11-01' },
        scan: 20_000,
        yes: true,
        save: 'x',
      },
    ],
  ])('%s', (line, command) => {
    expect(read(line)).toEqual(command);
  });
});

describe('refused in one line', () => {
  test.each([
    ['', 'A command is missing.'],
    ['delete', "There is no command 'delete'."],
    ['list --type water', "--type 'water' is not one of air, centrale, devicev01."],
    ['list --type air 7', "'7' is one word too many."],
    ['list --limit 0', "--limit '0' is not a number from 1 to 9999999."],
    ['list --all', 'list has no option --all.'],
    ['show --type air', 'show needs the id'],
    ['replay --all', '--type is missing'],
    ['replay --type air', 'replay which dead letters? Say --id <id>, --reason <code>, --before <day> or --all.'],
    ['discard --type air --yes', 'discard which dead letters?'],
    ['replay --type air --all --reason x', 'Only one of'],
    ['replay --type air --id=', '--id is empty.'],
    ['replay --type air --everything', "Unknown option '--everything'"],
  ])('%s', (line, problem) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(problem);
  });
});
