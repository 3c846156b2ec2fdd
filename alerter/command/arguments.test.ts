import { expect, test } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';

const check = { name: 'check', date: '2022-04-17', to: '2022-04-17', device: undefined, mail: false, json: false };
const incidents = { name: 'incidents', open: false, device: undefined, since: undefined, json: false };

test.each([
  ['check --date 2022-04-17', check],
  ['check --date=2022-04-17 --device 3 --mail', { ...check, device: '3', mail: true }],
  ['--json check --date 2022-04-17 --to 2022-05-01', { ...check, to: '2022-05-01', json: true }],
  ['check --date 2024-02-29', { ...check, date: '2024-02-29', to: '2024-02-29' }],
  ['incidents', incidents],
  [
    'incidents --open --device air-1 --since 2022-04-17',
    { ...incidents, open: true, device: 'air-1', since: '2022-04-17' },
  ],
  ['test-mail', { name: 'test-mail' }],
  ['help', { name: 'help' }],
  ['check -h', { name: 'help' }],
])('%s', (line, command) => {
  expect(readArguments(line.split(' '))).toEqual(command);
});

test.each([
  ['', 'A command is missing.'],
  ['chekc', "There is no command 'chekc'."],
  ['check', 'check needs a day: --date 2022-04-17.'],
  ['check --date 2022-02-30', "--date '2022-02-30' is not a day such as 2022-04-17."],
  ['check --date 17/4/2022', "--date '17/4/2022' is not a day such as 2022-04-17."],
  ['check --date 2022-04-17 --to 2022-04-16', '--to 2022-04-16 is before --date 2022-04-17.'],
  ['check 2022-04-17 --date 2022-04-17', "'2022-04-17' is one word too many."],
  ['check --date 2022-04-17 --open', 'check has no option --open.'],
  ['incidents --mail', 'incidents has no option --mail.'],
  ['test-mail --json', 'test-mail has no option --json.'],
  ['incidents --nothing', "Unknown option '--nothing'"],
])('%s is not understood: %s', (line, message) => {
  const read = () => readArguments(line.split(' ').filter((word) => word !== ''));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});
