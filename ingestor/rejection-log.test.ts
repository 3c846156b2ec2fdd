import { expect, test } from 'vitest';
import type { Logger } from '../shared/logger.ts';
import { Outage } from '../shared/outage.ts';
import { createSiteTime } from '../shared/site-time.ts';
import type { BulkItem, Verdict } from './bulk-sink.ts';
import { RejectionLog } from './rejection-log.ts';

const now = Date.parse('2026-01-01T00:30:00+01:00');
const rejected = (readingId: string, headers: Record<string, string> = {}) => ({
  delivery: {
    headers: {
      'reading-id': readingId,
      'mqtt-topic': 'acme/air/a%C3%AFr-1',
      'received-at': '2025-12-31T23:20:00.000Z',
      ...headers,
    },
    body: Buffer.from('{"Pres": "secret"}'),
  },
  rejection: { code: 'wrong-type', reason: 'Pres is a text: secret.' } as const,
});

function logging(...answers: (readonly Verdict[] | Error)[]) {
  const written: BulkItem[][] = [];
  const lines: string[] = [];
  const log = (_: unknown, line: string) => lines.push(line);
  const logger = { warn: log, info: log, error: log } as unknown as Logger;
  const closing = new AbortController();
  const write = async (items: readonly BulkItem[]): Promise<readonly Verdict[]> => {
    written.push([...items]);
    const answer = answers.shift();
    if (answer === undefined) closing.abort();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('away');
    return answer;
  };
  const outage = new Outage('Elasticsearch', logger);
  const siteTime = createSiteTime('Europe/Brussels');
  const options = { customer: 'acme', sensorType: 'air', siteTime, write, outage, logger, signal: closing.signal };
  return { rejections: new RejectionLog(options), written, lines, outage };
}

const stored = { kind: 'stored' } as const;
const retry = { kind: 'retry', reason: 'cluster_block_exception: flood stage' } as const;

test('a refused reading is told without its payload, by the day that it came', async () => {
  const { rejections, written } = logging([stored]);
  expect(await rejections.record([rejected('r1')], now)).toBe(true);
  expect(written.flat()).toEqual([
    { id: expect.stringMatching(/^[\w-]{24}$/), index: 'acme-rejected-2026', json: expect.any(String) },
  ]);
  expect(JSON.parse(written[0]?.[0]?.json ?? '')).toEqual({
    rejectedAt: '2025-12-31T23:30:00.000Z',
    receivedAt: '2025-12-31T23:20:00.000Z',
    sensorType: 'air',
    reasonCode: 'wrong-type',
    mqttTopic: 'acme/air/aïr-1',
    device: 'aïr-1',
  });
});

test('a second delivery has the same id and the same index, also in the next year', async () => {
  const { rejections, written } = logging([stored, stored], [{ kind: 'duplicate' }]);
  const early = { 'received-at': '2025-12-31T22:20:00.000Z' };
  await rejections.record([rejected('r1', early), rejected('r2', early)], now);
  expect(await rejections.record([rejected('r1', { ...early, redelivered: 'true' })], now + 60_000)).toBe(true);
  const names = written.flat().map(({ id, index }) => `${index}/${id}`);
  expect(names[2]).toBe(names[0]);
  expect(names[1]).not.toBe(names[0]);
  expect(names[0]).toMatch(/^acme-rejected-2025\//);
});

test('without a refused reading of a sensor Elasticsearch is asked for nothing', async () => {
  const { rejections, written } = logging();
  expect(await rejections.record([], now)).toBe(true);
  expect(await rejections.record([rejected('r1', { 'mqtt-topic': 'acme/air/canary' })], now)).toBe(true);
  expect(written).toEqual([]);
});

test('an outage is waited for, and only what was not taken is written again', async () => {
  const { rejections, written, outage } = logging(new Error('timeout'), [stored, retry], [stored]);
  expect(await rejections.record([rejected('r1'), rejected('r2')], now)).toBe(true);
  expect(written.map((items) => items.length)).toEqual([2, 2, 1]);
  expect(outage.lasting).toBe(false);
});

test('when the service closes first nothing may be acknowledged', async () => {
  const { rejections, outage } = logging(new Error('away'));
  expect(await rejections.record([rejected('r1')], now)).toBe(false);
  expect(outage.lasting).toBe(true);
});

test.each([
  ['a missing right', { kind: 'retry', reason: 'security_exception: action is unauthorized' }],
  ['an index that may not be made', { kind: 'retry', reason: 'index_not_found_exception: no such index' }],
  ['a foreign mapping', { kind: 'rejected', reason: 'mapper_parsing_exception: no' }],
] as const)('%s is said once, and holds nothing up', async (_, verdict) => {
  const { rejections, written, lines, outage } = logging([verdict], [verdict]);
  expect(await rejections.record([rejected('r1')], now)).toBe(true);
  expect(await rejections.record([rejected('r2')], now)).toBe(true);
  expect(written).toHaveLength(2);
  expect(lines).toEqual([expect.stringContaining('refuses to count')]);
  expect(outage.lasting).toBe(false);
});
