import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNewer, type Reading } from '../../protocol.ts';
import { Store } from './store.ts';

const base: Reading = {
  deviceId: '1',
  device: 'a',
  at: 1000,
  receivedAt: 1000,
  msgCount: 5,
  pressure: 6,
  openingPressure: 6,
};

test.each([
  ['a later one', { at: 1001, msgCount: 0 }, true],
  ['an earlier one', { at: 999, msgCount: 9, receivedAt: 9000 }, false],
  ['of the same time, with a higher count', { msgCount: 6, receivedAt: 500 }, true],
  ['of the same time, with a lower count', { msgCount: 4, receivedAt: 9000 }, false],
  ['of the same time and count, received later', { receivedAt: 1001 }, true],
  ['the same one', {}, false],
])('%s: newer is %s', (_what, over, newer) => expect(isNewer({ ...base, ...over }, base)).toBe(newer));

test('in whatever order readings come, the newest stays, and every time is one point', () => {
  const readings = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 20 }),
      msgCount: fc.integer({ min: -1, max: 3 }),
      receivedAt: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(readings, (made) => {
      const all = made.map((over) => ({ ...base, ...over }));
      const store = new Store();
      for (const reading of all) store.takeReading(reading);
      const newest = store.readings.get('1') as Reading;
      expect(all.some((reading) => isNewer(reading, newest))).toBe(false);
      expect(store.lastHour('1', 20)).toHaveLength(new Set(all.map(({ at }) => at)).size);
    }),
  );
});

test('points older than an hour are forgotten', () => {
  const store = new Store();
  store.takeReading(base);
  expect(store.lastHour('1', 3_601_000)).toHaveLength(1);
  expect(store.lastHour('1', 3_601_001)).toHaveLength(0);
});

test('so are those of a device that nobody looks at', () => {
  const store = new Store();
  const times = Array.from({ length: 500 }, (_, count) => base.at + count * 30_000);
  for (const at of times) store.takeReading({ ...base, at });
  // Asked as if no time had passed, it would give all that it has.
  expect(store.lastHour('1', base.at)).toHaveLength(121);
});
