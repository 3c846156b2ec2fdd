import { describe, expect, test } from 'vitest';
import type { OpenIncident, Reading } from '../../protocol.ts';
import { deviceView, worstFirst } from './device-view.ts';

const now = 1_000_000_000;
const reading = (over: Partial<Reading> = {}): Reading => ({
  deviceId: '1',
  device: 'air-1',
  at: now - 5_000,
  receivedAt: now - 5_000,
  msgCount: 1,
  pressure: 6.5,
  openingPressure: 6,
  ...over,
});
const incident = (over: Partial<OpenIncident> = {}): OpenIncident => ({
  id: 'i',
  kind: 'leak',
  deviceId: '1',
  openedAt: now - 60_000,
  acknowledged: null,
  ...over,
});
const aged = (seconds: number) => reading({ at: now - seconds * 1000 });
const by = { by: 'Anne', at: now };
const see = (seen: Reading, incidents: readonly OpenIncident[] = [], connected = true) =>
  deviceView(seen, { now, readingPeriodMs: 30_000, incidents, connected });

describe('what is shown of a device', () => {
  test.each([
    ['fresh', see(reading()), 'normal', 6.5],
    ['two periods old, to the millisecond', see(aged(60)), 'normal', 6.5],
    ['older than two periods', see(aged(60.001)), 'stale', 6.5],
    ['ten periods old', see(aged(300)), 'stale', 6.5],
    ['older than ten periods', see(aged(300.001)), 'silent', undefined],
    ['the same, and nobody would know better', see(aged(301), [], false), 'unknown', undefined],
    ['of a clock that runs ahead', see(aged(-40)), 'normal', 6.5],
    ['below its opening pressure', see(reading({ pressure: 5.99 })), 'low', 5.99],
    ['at its opening pressure', see(reading({ pressure: 6 })), 'normal', 6],
    ['below an opening pressure that nobody knows', see(reading({ pressure: 1, openingPressure: null })), 'normal', 1],
    ['in a leak', see(reading({ pressure: 5 }), [incident()]), 'leak', 5],
    ['in a leak that recovers', see(reading(), [incident()]), 'leak', 6.5],
    [
      'in a leak that somebody cares for',
      see(reading({ pressure: 5 }), [incident({ acknowledged: by })]),
      'acknowledged',
      5,
    ],
    ['in a leak, fallen silent', see(aged(400), [incident()]), 'leak', undefined],
    ['beside a leak of another', see(reading(), [incident({ deviceId: '2' })]), 'normal', 6.5],
    ['called silent before it is absent', see(aged(200), [incident({ kind: 'sensor-silent' })]), 'silent', 6.5],
    ['called silent, and heard again', see(reading(), [incident({ kind: 'sensor-silent' })]), 'normal', 6.5],
  ])('%s', (_what, view, badge, pressure) => expect([view.badge, view.pressure]).toEqual([badge, pressure]));

  test('there is no margin without a value', () => {
    expect(see(reading({ pressure: 6.1 })).margin).toBe(0.1);
    expect(see(aged(301)).margin).toBeUndefined();
    expect(see(reading({ openingPressure: null })).margin).toBeUndefined();
  });

  test('the worst comes first, equals by name', () => {
    const views = [
      see(reading({ device: 'air-10' })),
      see(reading({ device: 'air-2' })),
      see(reading({ deviceId: '3', device: 'air-3', at: now - 400_000 })),
      see(reading({ deviceId: '4', device: 'air-4', pressure: 5 }), [incident({ deviceId: '4' })]),
    ];
    expect(worstFirst(views).map(({ device }) => device)).toEqual(['air-4', 'air-3', 'air-2', 'air-10']);
  });
});
