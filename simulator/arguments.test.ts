import { describe, expect, it } from 'vitest';
import { readArguments, UsageError } from './arguments.ts';
import { manyFaults } from './faults.ts';

describe('the command line', () => {
  it('has sensible defaults', () => {
    expect(readArguments([], {})).toMatchObject({
      types: ['air', 'centrale', 'devicev01'],
      devicesPerType: 3,
      periodMs: 30_000,
      backfillMs: 0,
      url: 'mqtt://127.0.0.1:1883',
      customer: 'finemeca',
    });
  });

  it('reads what is given, over the environment', () => {
    const args =
      '--type air --type air --devices 2 --every 500ms --backfill 1.5h --faults many --url mqtt://b:1 --count 9';
    const env = { MQTT_URL: 'mqtt://a:1', CUSTOMER: 'acme', SITE_TIME_ZONE: '' };
    expect(readArguments(args.split(' '), env)).toMatchObject({
      types: ['air'],
      devicesPerType: 2,
      periodMs: 500,
      backfillMs: 5_400_000,
      faults: manyFaults,
      url: 'mqtt://b:1',
      customer: 'acme',
      timeZone: 'Europe/Brussels',
      count: 9,
    });
  });

  it('replays a day when a speed is given', () => {
    expect(readArguments(['--speed', '60'], {})).toMatchObject({ speed: 60, backfillMs: 86_400_000 });
  });

  it.each([
    ['--type gas', '--type is one of air, centrale, devicev01, not "gas".'],
    ['--devices 0', '--devices is a whole number from 1 to 100000, not "0".'],
    ['--every 5', '--every is a duration such as 500ms, 30s, 5m, 12h or 3d, not "5".'],
    ['--every 1ms', '--every is from 100 ms to 1 days, not "1ms".'],
    ['--faults toString', '--faults is one of none, default, many, not "toString".'],
    ['--speed -3', undefined],
    ['--speed x', '--speed is a number of at least 0.001, not "x".'],
    ['--url localhost', '--url is like mqtt://host:1883 (or mqtts://, ws://, wss://), not "localhost".'],
    ['--customer a/b', '--customer is one level of a topic, without / + # or spaces, not "a/b".'],
    ['--time-zone Mars/Base', '--time-zone is a name such as Europe/Brussels, not "Mars/Base".'],
    ['--once', '--once needs --backfill, as without it there is no end.'],
    ['--leek', "Unknown option '--leek'."],
    ['surplus', undefined],
  ])('refuses %s in one line', (args, message) => {
    let refusal: unknown;
    try {
      readArguments(args.split(' '), {});
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(UsageError);
    const text = (refusal as Error).message;
    expect(text).not.toContain('\n');
    if (message) expect(text).toBe(message);
  });
});
