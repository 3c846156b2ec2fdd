import { expect, it } from 'vitest';
import { Cycle } from './cycle.ts';
import type { PressureReading } from './evaluate/reading.ts';
import { createMemoryStore } from './fakes/memory-store.ts';
import { at, evaluation } from './fakes/readings.ts';
import { never } from './planned-off.ts';

/** Looks at each of these seconds; before each of them a reading is stored that was received so many seconds before. */
async function lookingOn(delays: readonly (readonly [second: number, late: number])[]) {
  const store = createMemoryStore();
  let stored: PressureReading[] = [];
  const cycle = new Cycle({
    evaluation,
    decision: {
      leakAfterSeconds: 90,
      silentAfterSeconds: 300,
      pollSeconds: 30,
      remindAfterSeconds: 3600,
      quietHours: never,
      plannedOff: never,
    },
    observer: {
      async *stored(_since, _now, where) {
        if (where === 'newest') yield stored;
      },
      async *measured() {},
    },
    store,
    waiting: async () => undefined,
    onEvaluated: () => undefined,
  });
  const seen: string[] = [];
  for (const [second, late] of delays) {
    const received = at(second - late);
    const place = { id: `1-${second}`, deviceId: '1', device: 'air-1' };
    stored = [{ ...place, at: received, receivedAt: received, ingestedAt: at(second), pressure: 7 }];
    await cycle.look(at(second));
    const incidents = [...store.incidents.values()].map(({ incident }) => `${incident.outage} ${incident.state}`);
    seen.push(incidents.join());
  }
  return seen;
}

/** Every minute, each reading later than the one before by so much, from a delay on. */
const course = (from: number, change: number, looks: number) =>
  Array.from({ length: looks }, (_, look) => [look * 60, from + look * change] as const);

it('tells once of readings that are stored later and later, and of the end when they are on time', async () => {
  const slower = course(0, 30, 16);
  const faster = course(450, -100, 5).map(([second, late]) => [second + 960, late] as const);
  const seen = await lookingOn([...slower, ...faster]);
  expect(seen.slice(0, 11).every((incidents) => incidents === '')).toBe(true);
  expect(seen[15]).toBe('readings-late open');
  expect(seen.slice(16)).toEqual([
    'readings-late open',
    'readings-late open',
    'readings-late closed',
    'readings-late closed',
    'readings-late closed',
  ]);
});

it('tells nothing of a queue that is worked off', async () => {
  expect(new Set(await lookingOn(course(4000, -300, 14)))).toEqual(new Set(['']));
});

it('tells nothing of readings that are a little late all the time', async () => {
  expect(new Set(await lookingOn(course(240, 0, 20)))).toEqual(new Set(['']));
});
