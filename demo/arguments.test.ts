import { describe, expect, it } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';

describe('the command line', () => {
  it('shows three days of three devices, and verifies with one day of two', () => {
    expect(readArguments([])).toEqual({ help: false, once: false, days: 3, devicesPerType: 3 });
    expect(readArguments(['--once'])).toEqual({ help: false, once: true, days: 1, devicesPerType: 2 });
    expect(readArguments(['--once', '--days', '2']).days).toBe(2);
  });

  it.each([['--days=0'], ['--days=91'], ['--days=1.5'], ['--days=x'], ['--days'], ['--twice'], ['once']])(
    'refuses %s in one line',
    (argument) => {
      const read = () => readArguments([argument]);
      expect(read).toThrow(UsageError);
      expect(read).toThrow(/^[^\n]+\.$/);
    },
  );
});
