import { errors } from '@elastic/elasticsearch';
import { describe, expect, test } from 'vitest';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { writeBulk } from './bulk-sink.ts';

interface Item {
  readonly status: number;
  readonly error?: { readonly type: string; readonly reason: string };
}

const clientOf = (bulk: (operations: string[]) => unknown): ElasticsearchClient =>
  ({ bulk: async ({ operations }: { operations: string[] }) => bulk(operations) }) as unknown as ElasticsearchClient;

const answering = (...items: Item[]) => clientOf(() => ({ errors: true, items: items.map((create) => ({ create })) }));
const items = (...ids: string[]) => ids.map((id) => ({ id, index: 'i', json: `{"id":"${id}"}` }));
const failing = (statusCode: number) =>
  new errors.ResponseError({ statusCode, body: {}, headers: {}, warnings: null, meta: {} } as never);

describe('the verdict of each document', () => {
  test.each<[string, Item, string]>([
    ['created', { status: 201 }, 'stored'],
    [
      'there already',
      { status: 409, error: { type: 'version_conflict_engine_exception', reason: 'exists' } },
      'duplicate',
    ],
    [
      'does not fit the mapping',
      { status: 400, error: { type: 'document_parsing_exception', reason: 'x' } },
      'rejected',
    ],
    ['the shard limit is reached', { status: 400, error: { type: 'validation_exception', reason: 'x' } }, 'retry'],
    ['the index is closed', { status: 400, error: { type: 'index_closed_exception', reason: 'x' } }, 'retry'],
    ['the index is blocked', { status: 403, error: { type: 'cluster_block_exception', reason: 'x' } }, 'retry'],
    ['too many requests', { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'x' } }, 'retry'],
    ['no shard', { status: 503, error: { type: 'unavailable_shards_exception', reason: 'x' } }, 'retry'],
    ['no index', { status: 404, error: { type: 'index_not_found_exception', reason: 'x' } }, 'retry'],
  ])('%s', async (_case, item, kind) => {
    expect(await writeBulk(answering(item), items('a'))).toEqual([expect.objectContaining({ kind })]);
  });
});

test('documents are created, never overwritten, and their ids stand beside them', async () => {
  let sent: string[] = [];
  const client = clientOf((operations) => {
    sent = operations;
    return { errors: false, items: [] };
  });
  expect(await writeBulk(client, items('a', 'b'))).toEqual([{ kind: 'stored' }, { kind: 'stored' }]);
  expect(sent).toEqual([
    '{"create":{"_index":"i","_id":"a"}}',
    '{"id":"a"}',
    '{"create":{"_index":"i","_id":"b"}}',
    '{"id":"b"}',
  ]);
});

test('a request refused as a whole is halved until the document at fault is alone', async () => {
  const client = clientOf((operations) => {
    if (operations.some((line) => line.includes('"evil"'))) throw failing(400);
    return { errors: false, items: [] };
  });
  const verdicts = await writeBulk(client, items('a', 'b', 'evil', 'c', 'd'));
  expect(verdicts.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'rejected', 'stored', 'stored']);
});

test.each([401, 403, 429, 500, 503])('a whole request answered with %d is an outage', async (statusCode) => {
  const client = clientOf(() => {
    throw failing(statusCode);
  });
  await expect(writeBulk(client, items('a'))).rejects.toThrow();
});
