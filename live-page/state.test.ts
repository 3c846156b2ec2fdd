import { expect, test } from 'vitest';
import { createLogger } from '../shared/logger.ts';
import { Outage } from '../shared/outage.ts';
import type { Reading } from './protocol.ts';
import { State } from './state.ts';

const logger = createLogger({ service: 'live-page', level: 'silent', format: 'json' });
const reading = (at: number): Reading => ({
  deviceId: 'air-1',
  device: 'air-1',
  at,
  receivedAt: at,
  msgCount: 1,
  pressure: 6,
  openingPressure: 6,
});

test.each([
  ['there', async () => []],
  ['away', async () => Promise.reject(new Error('away'))],
])('points older than an hour are forgotten while Elasticsearch is %s', async (_what, ask) => {
  let now = 0;
  const state = new State({
    air: { newest: ask, points: ask, storedSince: ask, history: ask },
    incidents: { search: ask },
    readingOf: (document) => document as Reading,
    outage: new Outage('Elasticsearch', logger),
    now: () => now,
  });
  state.announced(reading(0));
  now = 3_600_001;
  state.announced(reading(now));
  await state.refresh();
  // Asked as if no time had passed, it would give all that it has.
  expect(state.memory.points(0)['air-1']).toEqual([[now, 6]]);
});
