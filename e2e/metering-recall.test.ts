import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMeteringStore } from '../ingestor/metering/elasticsearch/store.ts';
import { createMeterSwaps } from '../ingestor/swaps.ts';
import { dataTemplate, installTemplate, ledgerTemplate } from '../shared/elasticsearch/templates.ts';
import { ledgerId } from '../shared/ledger.ts';
import { dailyIndex, namesOf, yearlyIndex } from '../shared/names.ts';
import { centrale } from '../shared/sensors/centrale.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';

const client = openElasticsearch();
const customer = `recall${randomBytes(4).toString('hex')}`;
const names = namesOf(customer, 'centrale');

test('many devices are recalled, and compared with their ledger, by one search', async () => {
  await installTemplate(client, dataTemplate(centrale, names.dataIndex, 0));
  await installTemplate(client, ledgerTemplate(centrale, names.ledgerIndex, 0));
  const operations: object[] = [];
  const store = (deviceId: string, day: string, count: number): void => {
    for (let at = 0; at < count; at++) {
      const timestamp = `${day}T12:00:${String(at).padStart(2, '0')}.000Z`;
      operations.push(
        { create: { _index: dailyIndex(names.dataIndex, day), _id: `${deviceId}-${day}-${at}` } },
        { deviceId, device: deviceId, timestamp, ingestedAt: timestamp, quality: [], Energy: at, consumption: 1 },
      );
    }
  };
  for (let at = 0; at < 300; at++) store(`meter-${at}`, '2026-11-02', 2);
  store('meter-0', '2026-11-03', 20);
  // Silent for a month: only the ledger knows where it stood.
  store('silent', '2026-10-01', 3);
  store('elsewhere', '2026-11-03', 1);
  operations.push(
    { create: { _index: yearlyIndex(names.ledgerIndex, '2026-10-01'), _id: ledgerId('silent', '2026-10-01') } },
    { day: '2026-10-01', deviceId: 'silent', device: 'silent', readings: 3, ingestedAt: '2026-10-01T12:00:02.000Z' },
  );
  expect((await client.bulk({ operations })).errors).toBe(false);

  const metering = createMeteringStore({
    client,
    names,
    siteTime: createSiteTime('Europe/Brussels'),
    counter: centrale.counter,
    swaps: createMeterSwaps(client, customer, 'centrale'),
  });
  const days = ['2026-11-03', '2026-11-02'];
  const wanted = Array.from({ length: 300 }, (_, at) => ({ deviceId: `meter-${at}`, days }));
  const recalled = await metering.recall([...wanted, { deviceId: 'silent', days }, { deviceId: 'unknown', days }]);

  expect(recalled.size).toBe(301);
  const busy = recalled.get('meter-0');
  expect(busy).toMatchObject({ newest: { id: 'meter-0-2026-11-03-19', index: 19_000_000 }, stored: 20 });
  expect(busy?.ids).toEqual(Array.from({ length: 12 }, (_, at) => `meter-0-2026-11-03-${at + 8}`));
  expect(recalled.get('meter-299')).toMatchObject({ newest: { id: 'meter-299-2026-11-02-1' }, stored: 2 });
  expect(recalled.get('meter-299')?.ledger).toBeUndefined();
  const silent = recalled.get('silent');
  expect(silent).toMatchObject({
    newest: { id: 'silent-2026-10-01-2' },
    stored: 3,
    ledger: { document: { readings: 3 } },
  });
  expect(silent?.newest.version.primaryTerm).toBe(1);

  // The ledger has all of `silent`, and less than all of `meter-0`.
  const known = { day: '2026-11-03', deviceId: 'meter-0', device: 'meter-0', readings: 19 };
  const index = yearlyIndex(names.ledgerIndex, known.day);
  await client.index({ index, id: ledgerId('meter-0', known.day), document: known });
  const asked = [
    { deviceId: 'silent', day: '2026-10-01' },
    { deviceId: 'meter-0', day: '2026-11-03' },
    { deviceId: 'meter-0', day: '2026-11-02' },
    { deviceId: 'meter-1', day: '2026-11-03' },
    { deviceId: 'meter-1', day: '1999-01-01' },
  ];
  expect(await metering.stale(asked, '2026-11-03T12:00:59.000Z')).toEqual([asked[1], asked[2]]);
  // Up to then there was less.
  expect(await metering.stale(asked, '2026-11-02T23:00:00.000Z')).toEqual([asked[2]]);
});
