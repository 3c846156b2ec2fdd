import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../shared/site-time.ts';
import type { StoredReading } from '../transform.ts';
import { partsOf } from './parts.ts';
import { recompute } from './recompute.ts';
import { createMemoryStore, testSite } from './testing.ts';

const settings = {
  siteTime: testSite,
  periodMs: 3_600_000,
  settingsOf: () => ({ maxPowerKw: 50, modulusKwh: 1000, noiseKwh: 1 }),
};
const firstDay = '2022-10-10';
const start = testSite.startOf(firstDay);

test('a range falls into weeks: only the first looks back, only the last goes on', () => {
  const reach = (before: boolean, after: boolean) => ({ before, after });
  expect(partsOf('2022-04-01', '2022-04-15')).toEqual([
    { from: '2022-04-01', to: '2022-04-07', reach: reach(true, false) },
    { from: '2022-04-08', to: '2022-04-14', reach: reach(false, false) },
    { from: '2022-04-15', to: '2022-04-15', reach: reach(false, true) },
  ]);
  expect(partsOf('2022-04-01', '2022-04-07').map((part) => part.reach)).toEqual([reach(true, true)]);
});

/** A store of readings that were never metered: hours and kWh since the one before, glitches and resets among them. */
function storeOf(steps: readonly { readonly hours: number; readonly index: number | undefined }[]) {
  const store = createMemoryStore();
  let at = start;
  const readings = steps.map(({ hours, index }, n): StoredReading => {
    at += hours * 3_600_000;
    const timestamp = new Date(at).toISOString();
    const document = {
      timestamp,
      receivedAt: timestamp,
      ingestedAt: timestamp,
      deviceId: '12',
      device: 'm',
      quality: [],
    };
    return { id: `r${n}`, index: '', document: { ...document, ...(index !== undefined && { Energy: index }) } };
  });
  store.create(readings);
  return { store, lastDay: testSite.dayOf(at), count: readings.length };
}

test('parts computed one after the other come to what the whole does, and look at each reading once', async () => {
  const step = fc.record({
    hours: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }) },
      { weight: 1, arbitrary: fc.integer({ min: 150, max: 400 }) },
    ),
    index: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 999 }) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  });
  const rising = fc.array(step, { minLength: 1, maxLength: 80 }).map((steps) =>
    // Mostly a counter that rises; every seventh index is anything.
    steps.map(({ hours, index }, n) => ({ hours, index: index === undefined || n % 7 === 3 ? index : n * 10 })),
  );
  await fc.assert(
    fc.asyncProperty(rising, fc.nat(3), async (steps, extra) => {
      const inParts = storeOf(steps);
      const whole = storeOf(steps);
      const to = addDays(inParts.lastDay, extra);
      let looked = 0;
      for (const { reach, ...range } of partsOf(firstDay, to)) {
        looked += (await recompute(inParts.store, '12', range, settings, reach)).readings;
      }
      await recompute(whole.store, '12', { from: firstDay, to }, settings);
      expect(inParts.store.documents).toEqual(whole.store.documents);
      const days = ({ store }: typeof whole) => [...store.ledgerDays.values()].map(({ document }) => document);
      expect(days(inParts)).toEqual(days(whole));
      expect(looked).toBe(inParts.count);
      const again = await recompute(inParts.store, '12', { from: firstDay, to }, settings);
      expect([again.documents, again.days]).toEqual([0, 0]);
    }),
  );
});
