import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { fingerprint } from '../operations/fingerprint.ts';
import { deleteIndices, indexNames } from '../operations/indices.ts';
import type { ElasticsearchClient } from '../shared/elasticsearch/client.ts';
import { namesOf } from '../shared/names.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { startAlerter } from './harness/alerting.ts';
import { type CommandResult, runNode } from './harness/command.ts';
import { openElasticsearch } from './harness/elasticsearch.ts';
import { startPage } from './harness/live-page.ts';
import { publish } from './harness/publish.ts';
import { endServices, type RunningService, startService } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

const root = resolve(import.meta.dirname, '..');
const newFolder = join(root, '.stack/disaster');
const snapshots = (folder: string) => join(folder, 'elasticsearch/snapshots');
const guide = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The commands of the steps under a heading, as people would type them: one list a step. */
function stepsOf(heading: string): string[][] {
  const [, section = ''] = new RegExp(`^### ${heading}$([\\s\\S]*?)^##`, 'm').exec(guide) ?? [];
  const steps = section.split(/^\d+\. /m).slice(1);
  return steps.map((step) => [...step.matchAll(/`npm run ([^`]+)`/g)].map(([, command = '']) => command));
}

let stack: Stack;
let site: Site;
let oldStore: ElasticsearchClient;
let newStore: ElasticsearchClient;
let environment: Record<string, string> = {};

/** Runs a command of the guide; `replacing`: what stands in angle brackets there. */
function follow(command: string, replacing = ''): Promise<CommandResult> {
  const [name = '', ...args] = command.replace(/<[^>]+>/, replacing).split(' ');
  const [node, file = ''] = (scripts[name] ?? '').split(' ');
  if (node !== 'node') throw new Error(`there is no command ${name}`);
  return runNode(file, args.slice(args[0] === '--' ? 1 : 0), environment);
}

const addressOf = async (service: RunningService) => {
  await service.ready();
  return `http://127.0.0.1:${(await service.logged('started')).healthPort}`;
};
const reading = (at: number, device: string) => ({
  topic: site.topic('centrale', device),
  payload: { Device: device, Energy: 100 + at, msgCount: at },
});

/** What every index of the site has: how many documents, and a checksum of all of them. */
async function contents(client: ElasticsearchClient): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const name of await indexNames(client, `${site.customer}-*`)) {
    // What backups found is in their own repository.
    if (!name.endsWith('-backups')) all[name] = await fingerprint(client, name);
  }
  return all;
}
const countOf = async (client: ElasticsearchClient): Promise<number> => {
  const index = `${namesOf(site.customer, 'centrale').dataIndex}-*`;
  await client.indices.refresh({ index });
  return (await client.count({ index })).count;
};
const counted = async (client: ElasticsearchClient): Promise<number> => {
  const index = `${namesOf(site.customer, 'centrale').ledgerIndex}-*`;
  await client.indices.refresh({ index });
  const { hits } = await client.search<{ readings: number }>({ index, size: 100 });
  return hits.hits.reduce((sum, { _source }) => sum + (_source?.readings ?? 0), 0);
};

beforeAll(async () => {
  site = createSite();
  oldStore = openElasticsearch(inject('elasticsearchUrl'));
  environment = {
    ...site.environment,
    BACKUP_REPOSITORY: 'backups',
    BACKUP_LOCATION: site.customer,
    // As the guide has it for a drill.
    CANARY_AT: 'off',
    // A slow machine takes its time.
    SILENT_AFTER_SECONDS: '3600',
  };
});
afterAll(async () => {
  await endServices();
  await stack?.stop();
  await oldStore.snapshot.deleteRepository({ name: 'backups' }, { ignore: [404] });
  await Promise.all([oldStore.close(), newStore?.close()]);
});

test('the guide brings everything back on a machine that knows nothing', { timeout: 600_000 }, async () => {
  const gateway = site.gateway('centrale');
  const ingestor = site.ingestor('centrale');
  await Promise.all([gateway.ready(), ingestor.ready()]);
  await publish(Array.from({ length: 40 }, (_, at) => reading(at, `meter-${at % 2}`)));
  await until('the ledger', async () => (await counted(oldStore)) === 40);
  expect(await follow('backup')).toMatchObject({ code: 0 });
  const before = await contents(oldStore);
  expect(Object.keys(before).length).toBeGreaterThanOrEqual(2);

  const drill = stepsOf('Restore drill');
  expect(drill).toEqual([['backups'], ['restore -- --snapshot <name> --as drill-'], []]);
  const listed = await follow(drill[0]?.[0] ?? '');
  const name = new RegExp(`^${site.customer}-\\S+`, 'm').exec(listed.out)?.[0] ?? '';
  const drilled = await follow(drill[1]?.[0] ?? '', name);
  expect(drilled.code, drilled.err).toBe(0);
  expect(drilled.out.trim().split('\n').at(-1)?.trim()).toBe('counts and checksums are those of the backup');
  await deleteIndices(oldStore, await indexNames(oldStore, `drill-${site.customer}-*`));

  // The disaster: Elasticsearch and its machine are gone. What the sensors go on sending waits in ActiveMQ.
  expect(await ingestor.stop()).toBe(0);
  await publish(Array.from({ length: 10 }, (_, at) => reading(40 + at, `meter-${at % 2}`)));

  const after = stepsOf('After a disaster');
  expect(after).toEqual([[], ['backups'], ['restore -- --snapshot <name>'], ['retention'], ['status']]);
  stack = await startStack({ folder: newFolder, servers: ['elasticsearch', 'mail'], fresh: true });
  cpSync(join(snapshots(join(root, '.stack/e2e')), site.customer), join(snapshots(newFolder), site.customer), {
    recursive: true,
  });
  newStore = openElasticsearch(stack.elasticsearchUrl);
  environment = { ...environment, ELASTICSEARCH_URL: stack.elasticsearchUrl };
  expect((await follow(after[1]?.[0] ?? '')).out).toContain(name);
  const restored = await follow(after[2]?.[0] ?? '', name);
  expect(restored.code, restored.err).toBe(0);
  expect(restored.out).toContain('counts and checksums are those of the backup');
  expect(await contents(newStore)).toEqual(before);

  const elsewhere = { ELASTICSEARCH_URL: stack.elasticsearchUrl };
  const operations = startService('operations', environment);
  await operations.ready();
  const again = site.ingestor('centrale', elsewhere);
  const services = {
    'gateway-centrale': gateway,
    'ingestor-centrale': again,
    alerter: startAlerter(site, stack.smtpUrl, elsewhere),
    'live-page': (await startPage(site, elsewhere)).service,
    operations,
  };
  const pairs = Object.entries(services).map(async ([of, service]) => `${of}=${await addressOf(service)}`);
  environment.STATUS_SERVICES = (await Promise.all(pairs)).join(',');
  environment.SMTP_URL = stack.smtpUrl;
  // What waited comes by itself, and the ledger follows.
  await until('what waited', async () => (await counted(newStore)) === 50);
  expect(await countOf(newStore)).toBe(50);
  expect(await follow(after[3]?.[0] ?? '')).toMatchObject({ code: 0, out: expect.stringContaining('nothing to do') });
  const status = await follow(after[4]?.[0] ?? '');
  expect(status.out).toMatch(/^ok +Sensor centrale meter-1 /m);
  expect(status.out).not.toMatch(/^BROKEN/m);
  expect(status.code).toBe(0);
  await publish([reading(50, 'meter-0')]);
  await until('the next reading', async () => (await countOf(newStore)) === 51);
});
