import { randomBytes } from 'node:crypto';
import { globSync, statSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { makeBackup } from '../operations/backup/make.ts';
import { fingerprint } from '../operations/fingerprint.ts';
import { deleteIndices, indexNames, indexStates } from '../operations/indices.ts';
import { type CommandResult, runNode } from './harness/command.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';

const client = openElasticsearch();
const snapshots = resolve(import.meta.dirname, '../.stack/e2e/elasticsearch/snapshots');
let customer = '';
let environment: Record<string, string> = {};

beforeEach(() => {
  customer = `bak${randomBytes(4).toString('hex')}`;
  environment = {
    CUSTOMER: customer,
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
    BACKUP_REPOSITORY: customer,
    BACKUP_LOCATION: customer,
    BACKUP_KEEP: '2',
  };
});

const command = (name: string, ...args: string[]): Promise<CommandResult> =>
  runNode(`operations/${name}.ts`, args, environment);

/** Readings of three days, a ledger and an incident, as the services leave them. */
async function fill(from = 0): Promise<void> {
  const operations: object[] = [];
  for (let at = from; at < from + 300; at++) {
    const day = 1 + (at % 3);
    const timestamp = new Date(Date.UTC(2026, 10, day, 12, 0, at)).toISOString();
    operations.push(
      { index: { _index: `${customer}-air-data-2026-11-${day}`, _id: `r${at}` } },
      { timestamp, Pres: at },
    );
  }
  for (const day of [1, 2, 3]) {
    const ledger = { day: `2026-11-0${day}`, deviceId: 'air-1', readings: 100 + from, consumption: day * 1.1 };
    operations.push({ index: { _index: `${customer}-air-daily-2026`, _id: `air-1-${day}` } }, ledger);
  }
  const incident = { kind: 'leak', state: 'open', openedAt: '2026-11-02T10:00:00.000Z', mails: [] };
  operations.push({ index: { _index: `${customer}-alerts-2026`, _id: `leak-${from}` } }, incident);
  const answer = await client.bulk({ operations, refresh: true });
  expect(answer.errors).toBe(false);
}

async function contents(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const name of await indexNames(client, `${customer}-*`)) {
    if (!name.endsWith('-backups')) all[name] = await fingerprint(client, name);
  }
  return all;
}

const wipe = async (): Promise<void> => deleteIndices(client, await indexNames(client, `${customer}-*`));
const nameIn = ({ out }: CommandResult): string => new RegExp(`${customer}-[\\d-]+`).exec(out)?.[0] ?? '';

test('backup, wipe, restore: every document is back, also on a cluster that knows nothing any more', async () => {
  await fill();
  const before = await contents();
  const made = await command('backup');
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('304 documents, verified') });
  const name = nameIn(made);
  expect((await command('backups')).out).toMatch(new RegExp(`${name} .* 304 +2026-`));

  await wipe();
  await client.snapshot.deleteRepository({ name: customer });
  const restored = await command('restore', '--snapshot', 'latest');
  expect(restored.out).toContain('5 indices and 304 documents restored');
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('checksums are those of the backup') });
  expect(await contents()).toEqual(before);
  expect(await indexNames(client, `verify-${customer}-*`)).toEqual([]);
});

test('nothing that is there is overwritten, unless that is asked for', async () => {
  await fill();
  const before = await contents();
  const name = nameIn(await command('backup'));
  await fill(1000);
  const after = await contents();
  expect(await command('restore', '--snapshot', name)).toMatchObject({
    code: 1,
    err: expect.stringContaining('are there already'),
  });
  expect(await contents()).toEqual(after);

  const beside = await command('restore', '--snapshot', name, '--as', `old${customer}-`, '--index', '*-daily-*');
  expect(beside).toMatchObject({ code: 0, out: expect.stringContaining('1 indices and 3 documents') });
  const ledger = `${customer}-air-daily-2026`;
  expect(await fingerprint(client, `old${customer}-${ledger}`)).toEqual(before[ledger]);
  expect(await contents()).toEqual(after);
  await deleteIndices(client, [`old${customer}-${ledger}`]);

  expect(await command('restore', '--snapshot', name, '--replace')).toMatchObject({ code: 0 });
  expect(await contents()).toEqual(before);
  expect(await command('restore', '--snapshot', 'none')).toMatchObject({ code: 1 });
});

test('the newest verified backups are kept, and only what changed is read back', async () => {
  await fill();
  const names: string[] = [];
  for (let at = 0; at < 3; at++) {
    // Names have seconds: two backups of the same second would be one.
    const made = await command('backup');
    expect(made.code).toBe(0);
    names.push(nameIn(made));
    if (at > 0) expect(made.err).toContain('read back 1 of 1 new or changed indices');
  }
  const list = (await command('backups')).out;
  expect(names.map((name) => list.includes(name))).toEqual([false, true, true]);
});

test('a ledger that changes while it is read makes no backup wrong', async () => {
  await fill();
  const ledger = `${customer}-air-daily-2026`;
  let changes = 0;
  const interrupted = Object.create(client, {
    openPointInTime: {
      async value(request: { index: string; keep_alive: string }) {
        if (request.index === ledger) {
          changes += 1;
          await client.index({ index: ledger, id: 'air-1-1', document: { readings: changes }, refresh: true });
        }
        return await client.openPointInTime(request);
      },
    },
  }) as typeof client;
  const config = { minuteOfDay: 0, repository: customer, location: customer, keep: 2 };
  const work = { client: interrupted, customer, siteTimeZone: 'Europe/Brussels', config, onProgress: () => undefined };
  const record = await makeBackup(work, Date.now());
  expect(changes).toBe(1);
  expect(record).toMatchObject({ verified: true, problems: [] });
});

describe('a backup that is not right', () => {
  test('a damaged repository is noticed, by whom and where', async () => {
    await fill();
    const name = nameIn(await command('backup'));
    const blobs = globSync(join(snapshots, customer, 'indices/*/0/__*')).sort(
      (a, b) => statSync(b).size - statSync(a).size,
    );
    expect(blobs.length).toBeGreaterThan(0);
    for (const blob of blobs) truncateSync(blob, Math.floor(statSync(blob).size / 2));
    const checked = await command('backups', '--verify', name);
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('NOT RIGHT') });
    expect(checked.out).toContain('cannot be read back');
    expect((await command('backups')).out).toMatch(new RegExp(`${name} .* NO`));
    expect(await indexNames(client, `verify-${customer}-*`)).toEqual([]);
  });

  test('nothing to back up, or nowhere to put it, is one plain sentence', async () => {
    expect(await command('backup')).toMatchObject({ code: 1, err: expect.stringContaining('nothing to back up') });
    environment.BACKUP_LOCATION = '/elsewhere';
    environment.BACKUP_REPOSITORY = `${customer}x`;
    await fill();
    expect(await command('backup')).toMatchObject({ code: 1, err: expect.stringContaining('path.repo') });
    expect((await indexStates(client, `${customer}-*`)).size).toBe(5);
  });
});
