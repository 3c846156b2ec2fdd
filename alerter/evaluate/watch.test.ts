import { describe, expect, it } from 'vitest';
import { never } from '../planned-off.ts';
import type { EvaluationSettings } from './settings.ts';
import { Watch } from './watch.ts';

const settings: EvaluationSettings = {
  leakAfterSeconds: 90,
  recoveryMargin: 0.2,
  recoveredAfterSeconds: 90,
  readingPeriodSeconds: 30,
  silentAfterSeconds: 300,
  openingPressure: () => 6,
  plannedOff: never,
};
const start = Date.parse('2026-04-17T12:00:00Z');
const at = (second: number) => start + second * 1000;
const reading = (deviceId: string, second: number, pressure = 7, ingested = second) => ({
  id: `${deviceId}-${second}`,
  deviceId,
  device: deviceId,
  at: at(second),
  receivedAt: at(second),
  ingestedAt: at(ingested),
  pressure,
});
const silent = (watch: Watch) =>
  [...watch.devices.values()].filter(({ silentSince }) => silentSince !== undefined).map(({ deviceId }) => deviceId);

describe('silence', () => {
  it('is one device that stops while others report', () => {
    const watch = new Watch(settings, start);
    watch.take([reading('a', 0), reading('b', 0), reading('b', 300)]);
    watch.tick(at(301));
    expect(silent(watch)).toEqual([]);
    watch.take([reading('b', 310)]);
    watch.tick(at(311));
    expect(silent(watch)).toEqual(['a']);
    watch.take([reading('a', 330), reading('b', 330)]);
    expect(silent(watch)).toEqual([]);
    expect([...watch.closedSilences]).toEqual([{ deviceId: 'a', device: 'a', openedAt: at(0), closedAt: at(330) }]);
  });

  it('of all devices is the pipeline, and blames none of them, also when it is back', () => {
    const watch = new Watch(settings, start);
    watch.take([reading('a', 0), reading('b', 25)]);
    watch.tick(at(324));
    expect([watch.allSilentSince, silent(watch)]).toEqual([undefined, []]);
    watch.tick(at(330));
    expect([watch.allSilentSince, silent(watch)]).toEqual([at(25), []]);
    watch.take([reading('b', 1000)]);
    watch.tick(at(1000));
    expect([watch.allSilentSince, silent(watch)]).toEqual([undefined, []]);
    watch.take([reading('b', 1310)]);
    watch.tick(at(1310));
    expect(silent(watch)).toEqual(['a']);
  });

  it('of what is stored late is no single sensor, also when the queue has been worked off', () => {
    const watch = new Watch(settings, start);
    watch.take([reading('a', 0, 7, 1000), reading('b', 600, 7, 1000)]);
    watch.tick(at(1001));
    expect([watch.allSilentSince, silent(watch)]).toEqual([at(600), []]);
    watch.take([reading('b', 1000, 7, 1010)]);
    watch.tick(at(1010));
    expect([watch.allSilentSince, silent(watch)]).toEqual([undefined, []]);
  });

  it('is not known of before one has listened for long enough', () => {
    const watch = new Watch(settings, at(900));
    watch.take([reading('a', 0), reading('b', 899)]);
    watch.tick(at(901));
    expect([watch.allSilentSince, silent(watch)]).toEqual([undefined, []]);
  });

  it('leaves an open leak open', () => {
    const watch = new Watch(settings, start);
    watch.take([0, 30, 60, 90].map((second) => reading('a', second, 5)));
    watch.take([reading('b', 500)]);
    watch.tick(at(500));
    expect(watch.devices.get('a')).toMatchObject({ leak: { kind: 'leak' }, silentSince: at(90) });
  });
});

describe('order', () => {
  it('readings are judged by their time, whatever their order in a page', () => {
    const watch = new Watch(settings, start);
    const late = watch.take([reading('a', 90, 5), reading('a', 0, 5), reading('a', 30, 5), reading('a', 60, 5)]);
    expect(late).toEqual([]);
    expect(watch.devices.get('a')?.leak).toMatchObject({ kind: 'leak', since: at(0) });
  });

  it('what is older than what was judged is handed back', () => {
    const watch = new Watch(settings, start);
    watch.take([reading('a', 90)]);
    expect(watch.take([reading('a', 30, 5)]).map(({ id }) => id)).toEqual(['a-30']);
  });
});
