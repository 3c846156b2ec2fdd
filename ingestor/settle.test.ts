import { describe, expect, test } from 'vitest';
import type { Logger } from '../shared/logger.ts';
import { Outage } from '../shared/outage.ts';
import { accept, reject } from '../shared/outcome.ts';
import type { BulkItem, Verdict } from './bulk-sink.ts';
import { settle } from './settle.ts';
import type { Transform } from './transform.ts';

const delivery = (body: string, headers: Record<string, string> = {}) => ({ headers, body: Buffer.from(body) });

/** Stores any body under its own text, and refuses what begins with "bad". */
const transform: Transform = ({ body }) => {
  const id = body.toString();
  if (id.startsWith('bad')) return reject('invalid-json', 'bad');
  const document = { timestamp: '', receivedAt: '', deviceId: '', device: '', quality: [] };
  return accept({ id, index: 'i', document });
};

function settling(...answers: (readonly Verdict[] | Error)[]) {
  const written: string[][] = [];
  const lines: string[] = [];
  const log = (_fields: unknown, line: string) => lines.push(line);
  const closing = new AbortController();
  const write = async (items: readonly BulkItem[]): Promise<readonly Verdict[]> => {
    written.push(items.map(({ id }) => id));
    const answer = answers.shift();
    if (answer === undefined) closing.abort();
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('away');
    return answer;
  };
  const outage = new Outage('Elasticsearch', { warn: log, info: log } as unknown as Logger);
  return { written, lines, options: { transform, enrich: async () => [], write, outage, signal: closing.signal } };
}

const stored = { kind: 'stored' } as const;
const duplicate = { kind: 'duplicate' } as const;
const retry = { kind: 'retry', reason: 'blocked' } as const;

describe('settling a batch', () => {
  test('every delivery ends in one of three', async () => {
    const { options, written } = settling([stored, duplicate, { kind: 'rejected', reason: 'mapping' }]);
    const deliveries = [delivery('a'), delivery('bad'), delivery('b'), delivery('c')];
    expect(await settle(deliveries, options)).toEqual({
      stored: [expect.objectContaining({ id: 'a' })],
      duplicates: [expect.objectContaining({ id: 'b' })],
      news: [expect.objectContaining({ id: 'a' })],
      rejected: [
        { delivery: deliveries[1], rejection: { code: 'invalid-json', reason: 'bad' } },
        { delivery: deliveries[3], rejection: { code: 'refused-by-elasticsearch', reason: 'mapping' } },
      ],
      acceptedAt: [],
    });
    expect(written).toEqual([['a', 'b', 'c']]);
  });

  test('each reading that is stored now says when the gateway accepted it', async () => {
    const { options } = settling([stored, duplicate, stored]);
    const at = (second: number) => ({ 'received-at': `2026-01-01T00:00:0${second}.000Z` });
    const settled = await settle([delivery('a', at(1)), delivery('b', at(2)), delivery('c', at(3))], options);
    expect(settled?.acceptedAt).toEqual([Date.UTC(2026, 0, 1, 0, 0, 1), Date.UTC(2026, 0, 1, 0, 0, 3)]);
  });

  test('only what was not taken is written again', async () => {
    const { options, written, lines } = settling([stored, retry, retry], [retry, stored], [stored]);
    const settled = await settle([delivery('a'), delivery('b'), delivery('c')], options);
    expect(settled?.stored.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    expect(written).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b']]);
    // Told in the order of delivery, whatever the order of storing.
    expect(settled?.news.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(lines).toHaveLength(2);
  });

  test('after an outage everything is written again, and what was stored by then is told of', async () => {
    const { options } = settling(new Error('timeout'), [duplicate, stored]);
    const settled = await settle([delivery('a'), delivery('b')], options);
    expect(settled?.duplicates.map(({ id }) => id)).toEqual(['a']);
    expect(settled?.news.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('a duplicate of a message that came before may never have been told of', async () => {
    const { options } = settling([duplicate]);
    const settled = await settle([delivery('a', { redelivered: 'true' })], options);
    expect(settled?.news.map(({ id }) => id)).toEqual(['a']);
  });

  test('a batch without a good reading asks Elasticsearch for nothing', async () => {
    const { options, written } = settling();
    expect((await settle([delivery('bad')], options))?.rejected).toHaveLength(1);
    expect(written).toEqual([]);
  });

  test('closing during an outage settles nothing', async () => {
    const { options } = settling(new Error('away'));
    expect(await settle([delivery('a')], options)).toBeUndefined();
  });
});
