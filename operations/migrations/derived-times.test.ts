import { expect, test } from 'vitest';
import { createSiteTime } from '../../shared/site-time.ts';
import { withTimes } from './derived-times.ts';

const siteTime = createSiteTime('Europe/Brussels');

test.each([
  ['2026-04-17T21:54:41.000Z', '2026-04-17T21:54:42.500Z', [], { localHour: 23, localWeekday: 5, delaySeconds: 1.5 }],
  [
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T00:30:00.000Z',
    ['late'],
    { localHour: 2, localWeekday: 7, delaySeconds: 0 },
  ],
  ['2026-10-25T01:30:00.000Z', '2026-10-25T01:29:58.000Z', [], { localHour: 2, localWeekday: 7, delaySeconds: -2 }],
  ['2026-10-26T23:00:00.000Z', '2026-10-26T23:00:00.000Z', ['no-clock'], { localHour: 0, localWeekday: 2 }],
])('%s, received %s, %j', (timestamp, receivedAt, quality, added) => {
  const former = { timestamp, receivedAt, quality, Pres: 6 };
  expect(withTimes(former, siteTime)).toEqual({ ...former, ...added });
});
