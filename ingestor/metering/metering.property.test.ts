import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeterSettings } from '../../shared/config/metering.ts';
// biome-ignore lint/style/noRestrictedImports: only the simulator knows the true energy.
import { createPlant } from '../../simulator/plant.ts';
import type { StoredReading } from '../transform.ts';
import { Course, compareReadings } from './course.ts';
import { ledgerDay } from './day.ts';
import { Metering } from './metering.ts';
import { toMicro } from './micro.ts';
import { recompute, rulesOf } from './recompute.ts';
import { createMemoryStore, type MemoryStore, testSite } from './testing.ts';

const periodMs = 30_000;
const never = new AbortController().signal;

const settingsWith = (meter: MeterSettings) => ({ siteTime: testSite, periodMs, settingsOf: () => meter });
type Settings = ReturnType<typeof settingsWith>;

/** A reading as `transform` makes it. */
function reading(at: number, energy: number | undefined, more: { id?: string; device?: string } = {}): StoredReading {
  const { device = 'm', id = `${device}-${at}-${energy}` } = more;
  const document = {
    timestamp: new Date(at).toISOString(),
    receivedAt: new Date(at).toISOString(),
    deviceId: device,
    device,
    quality: [],
    ...(energy !== undefined && { Energy: energy }),
  };
  return { id, index: '', document } as unknown as StoredReading;
}

/** What the set of readings amounts to, by nothing but the course through all of them. */
async function reference(store: MemoryStore, deviceId: string, settings: Settings) {
  const course = new Course({
    ...settings,
    rulesOf: rulesOf(deviceId, settings.settingsOf, await store.swaps(deviceId)),
  });
  const documents = new Map<string, unknown>();
  for await (const row of store.rows(deviceId, undefined, Number.POSITIVE_INFINITY)) {
    course.take(row, ({ id }, metered) => documents.set(id, metered));
  }
  course.finish(({ id }, metered) => documents.set(id, metered));
  const ledger = [...course.days.values()].map((tally) => ledgerDay(deviceId, tally));
  return { documents, ledger: ledger.sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

async function expectAsReference(store: MemoryStore, settings: Settings): Promise<void> {
  for (const deviceId of new Set([...store.documents.values()].map((document) => document.deviceId))) {
    const expected = await reference(store, deviceId, settings);
    const documents = new Map<string, unknown>();
    for await (const { id, consumption, dailyConsumption, flags, index } of store.rows(deviceId, undefined, 1e15)) {
      if (index !== undefined) documents.set(id, { consumption, dailyConsumption, flags });
      else expect(consumption).toBeUndefined();
    }
    expect(documents).toEqual(expected.documents);
    const ledger = [...store.ledgerDays.values()].map(({ document }) => document);
    const own = ledger.filter((document) => document.deviceId === deviceId);
    expect(own.sort((a, b) => (a.day < b.day ? -1 : 1))).toEqual(expected.ledger);
    const [first, last] = [expected.ledger[0], expected.ledger.at(-1)];
    if (!first || !last) continue;
    const again = await recompute(store, deviceId, { from: first.day, to: last.day }, settings);
    expect({ documents: again.documents, days: again.days }).toEqual({ documents: 0, days: 0 });
  }
}

/** What happens to a batch: all goes well, or the process dies at one of three moments. */
const fates = [
  'well',
  'well',
  'well',
  'dies before storing',
  'dies before the ledger',
  'dies after storing some',
] as const;
type Fate = (typeof fates)[number];

/** Two ingestors take batches; one that dies is replaced, and what it did not acknowledge comes again. */
async function deliver(
  store: MemoryStore,
  settings: Settings,
  batches: readonly (readonly StoredReading[])[],
  fate: (n: number) => Fate,
) {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const start = () => new Metering({ ...settings, store, counter: 'Energy', now: () => now });
  const ingestors = [start(), start()];
  const queue = batches.map((batch) => [...batch]);
  for (let n = 0; queue.length > 0 && n < 500; n++) {
    const batch = queue.shift() ?? [];
    const who = n % ingestors.length;
    const ingestor = ingestors[who] as Metering;
    const ingestedAt = new Date(now).toISOString();
    const stamped = batch.map((each) => ({ ...each, document: { ...each.document, ingestedAt } }));
    const fields = await ingestor.prepare(stamped);
    const ready = stamped.map((each, at) => ({ ...each, document: { ...each.document, ...fields[at] } }));
    const what = n < 300 ? fate(n) : 'well';
    if (what === 'dies before storing') queue.unshift(batch);
    else if (what === 'dies after storing some') {
      store.create(ready.filter((_, at) => at % 2 === 0));
      queue.unshift(batch);
    } else ingestor.settled(store.create(ready));
    if (what !== 'well') ingestors[who] = start();
    else if (n % 3 === 0) await ingestor.work(never);
    now += 700;
  }
  // Then it is quiet: whoever is left works off what there is, and looks for what others left.
  for (let round = 0; round < 4; round++) {
    now += 70_000;
    for (const ingestor of ingestors) {
      await ingestor.sweep();
      for (let again = 0; again < 3; again++) await ingestor.work(never);
    }
  }
  expect(ingestors.some(({ repairs }) => repairs.waiting)).toBe(false);
}

const meters = fc.record({
  maxPowerKw: fc.constantFrom(undefined, 2000),
  modulusKwh: fc.constantFrom(undefined, 1000),
  noiseKwh: fc.constantFrom(1, 0),
});

/** Steps from one reading to the next: seconds, and what the register does. */
const steps = fc.array(
  fc.record({
    seconds: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(0, 1, 30, 31, 90) },
      { weight: 1, arbitrary: fc.constantFrom(3 * 3600, 11 * 3600, 60 * 3600) },
    ),
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constant('rise' as const) },
      { weight: 2, arbitrary: fc.constantFrom('null', 'zero', 'spike', 'reset', 'dip', 'drop', 'swap' as const) },
    ),
    kwh: fc.integer({ min: 0, max: 3000 }).map((thousandths) => thousandths / 1000),
    device: fc.constantFrom('m', 'n'),
  }),
  { minLength: 1, maxLength: 40 },
);

type Step = typeof steps extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

function readingsOf(from: number, walk: readonly Step[], store: MemoryStore): StoredReading[] {
  const state = new Map<string, { at: number; energy: number }>();
  return walk.map(({ seconds, what, kwh, device }, n) => {
    const before = state.get(device) ?? { at: from, energy: 900 };
    const at = before.at + seconds * 1000;
    let energy = Math.round((before.energy + kwh) * 1000) / 1000;
    let shown: number | undefined = energy;
    if (what === 'null') shown = undefined;
    if (what === 'zero') shown = 0;
    if (what === 'spike') shown = energy * 10;
    if (what === 'reset') shown = energy = kwh;
    if (what === 'dip') shown = Math.max(0, before.energy - 0.5);
    if (what === 'drop') shown = energy = Math.round(before.energy * 950) / 1000;
    if (what === 'swap') {
      store.declared.push({
        ...{
          sensorType: 'centrale',
          deviceId: device,
          at: new Date(at).toISOString(),
          declaredBy: 'x',
          declaredAt: '',
        },
        ...{ closing: energy, opening: 40 },
      });
      shown = energy = 40 + kwh;
    }
    state.set(device, { at, energy });
    return reading(at, shown, { device, id: `${device}-${n}` });
  });
}

/** Around the clock changes, and an ordinary day. */
const beginnings = fc.constantFrom(
  '2022-10-29T20:00:00Z',
  '2022-03-26T21:00:00Z',
  '2022-06-30T21:58:00Z',
  '2022-12-31T22:59:30Z',
);

describe('whatever happens on the way', () => {
  test('order, repetition, crashes and the number of ingestors do not matter', async () => {
    await fc.assert(
      fc.asyncProperty(
        meters,
        beginnings,
        steps,
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        fc.infiniteStream(fc.constantFrom(...fates)),
        fc.integer({ min: 1, max: 9 }),
        async (meter, beginning, walk, shuffle, fateStream, batchSize) => {
          const settings = settingsWith(meter);
          const store = createMemoryStore();
          const all = readingsOf(Date.parse(beginning), walk, store);
          // Some come twice, some much later; those with an even number in their own order.
          const arrivals = all
            .flatMap((each, n) => ((shuffle[n % 40] ?? 0) % 5 === 0 ? [each, each] : [each]))
            .map((each, n) => ({ each, rank: (shuffle[n % 40] ?? 0) % 3 === 0 ? (shuffle[n % 40] ?? 0) % 60 : n }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ each }) => each);
          const batches: StoredReading[][] = [];
          for (let at = 0; at < arrivals.length; at += batchSize) batches.push(arrivals.slice(at, at + batchSize));
          const dealt: Fate[] = [];
          const fate = (n: number): Fate => {
            while (dealt.length <= n) dealt.push(fateStream.next().value as Fate);
            return dealt[n] ?? 'well';
          };
          await deliver(store, settings, batches, fate);
          expect(store.documents.size).toBe(new Set(all.map(({ id }) => id)).size);
          await expectAsReference(store, settings);
        },
      ),
      { numRuns: 300 },
    );
  }, 120_000);

  test('the days add up to C(last) - C(first), and to the difference of the indices where the counter only rose', async () => {
    await fc.assert(
      fc.asyncProperty(meters, beginnings, steps, async (meter, beginning, walk) => {
        const settings = settingsWith({ ...meter, maxPowerKw: undefined });
        const store = createMemoryStore();
        const rising = walk.map((step) => ({ ...step, what: step.what === 'null' ? step.what : ('rise' as const) }));
        store.create(readingsOf(Date.parse(beginning), rising, store));
        const { ledger, documents } = await reference(store, 'm', settings);
        const sum = ledger.reduce((total, { consumption = 0 }) => total + toMicro(consumption), 0);
        const each = [...documents.values()] as { consumption: number }[];
        expect(sum).toBe(each.reduce((total, { consumption }) => total + toMicro(consumption), 0));
        const metered = ledger.filter(({ consumption }) => consumption !== undefined);
        const [first, last] = [metered[0], metered.at(-1)];
        expect(sum).toBe(toMicro(last?.endIndex ?? 0) - toMicro(first?.startIndex ?? 0));
        for (const [n, day] of metered.entries()) {
          if (n > 0) expect(day.startIndex).toBe(metered[n - 1]?.endIndex);
          expect(toMicro(day.consumption ?? 0)).toBe(toMicro(day.endIndex ?? 0) - toMicro(day.startIndex ?? 0));
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("the simulator's plant: loss, repetition, late readings, resets and a swap come to the true energy", async () => {
  const from = new Date('2022-10-29T07:00:00Z');
  const to = new Date('2022-10-31T00:00:00Z');
  const resetAt = new Date('2022-10-29T09:00:00Z');
  const swapAt = new Date('2022-10-30T11:00:00Z');
  const device = 'centrale-1';
  const plant = createPlant({
    devices: { centrale: 1 },
    faults: { dropOutsPerWeek: 6, late: 0.5, skippedReading: 0.02, duplicate: 0.05, missingMeasure: 0.02 },
    meterEvents: [
      { device, at: resetAt },
      { device, at: swapAt, index: 70 },
    ],
  });
  const settings = settingsWith({ maxPowerKw: 500, modulusKwh: undefined, noiseKwh: 1 });
  const store = createMemoryStore();
  const closing = plant.truthAt(device, new Date(swapAt.getTime() - 1)).Energy ?? 0;
  store.declared.push({
    ...{ sensorType: 'centrale', deviceId: device, at: swapAt.toISOString(), closing, opening: 70 },
    ...{ declaredBy: 'x', declaredAt: '' },
  });
  const truth = new Map<string, number>();
  const arrivals = [...plant.readings(from, to)].map(({ payload, measuredAt, truth: { trueEnergy = 0 } }) => {
    const { Energy } = JSON.parse(payload) as { Energy?: unknown };
    const at = Math.floor(measuredAt.getTime() / 1000) * 1000;
    const stored = reading(at, typeof Energy === 'number' ? Energy : undefined, { device });
    truth.set(stored.id, trueEnergy);
    return stored;
  });
  const batches: StoredReading[][] = [];
  for (let at = 0; at < arrivals.length; at += 200) batches.push(arrivals.slice(at, at + 200));
  await deliver(store, settings, batches, (n) => fates[n % fates.length] ?? 'well');
  await expectAsReference(store, settings);

  const rows = [];
  for await (const row of store.rows(device, undefined, 1e15)) if (row.index !== undefined) rows.push(row);
  rows.sort(compareReadings);
  const ledger = [...store.ledgerDays.values()].map(({ document }) => document);
  const sum = ledger.reduce((total, { consumption = 0 }) => total + toMicro(consumption), 0);
  const trueEnergy = toMicro(truth.get(rows.at(-1)?.id ?? '') ?? 0) - toMicro(truth.get(rows[0]?.id ?? '') ?? 0);
  // Between the last reading before a reset and the reset itself, what was consumed is in no index.
  const before = rows.findLast(({ at }) => at < resetAt.getTime());
  const atReset = plant.truthAt(device, resetAt).trueEnergy ?? 0;
  const lost = toMicro(atReset) - toMicro(truth.get(before?.id ?? '') ?? 0);
  expect(sum).toBe(trueEnergy - lost);
  expect(ledger.flatMap(({ quality }) => quality)).toEqual(expect.arrayContaining(['counter-reset', 'meter-swap']));
}, 60_000);
