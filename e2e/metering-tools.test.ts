import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, inject, test } from 'vitest';
import { type LedgerDay, ledgerId } from '../shared/ledger.ts';
import { namesOf } from '../shared/names.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite, type Site } from './harness/site.ts';
import { until } from './harness/until.ts';

afterEach(endServices);

const root = resolve(import.meta.dirname, '..');

/** A tool as IT calls it: a process of its own. */
function run(site: Site, tool: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH ?? '', ...site.environment };
  return new Promise((done) => {
    const child = execFile(process.execPath, [`ingestor/${tool}.ts`, ...args], { cwd: root, env }, (_error, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${inject('elasticsearchUrl')}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return await answer.json();
}

const april = ['--from', '2022-04-01', '--to', '2022-04-30'];
const sent: readonly (readonly [string, number])[] = [
  ['2022-04-17 23:59:00', 1000],
  ['2022-04-17 23:59:30', 1000.5],
  // The meter is replaced here: 1001 on the old one, 40 on the new one.
  ['2022-04-18 00:00:30', 40.5],
  ['2022-04-18 00:01:00', 41],
];

test('a swap declared afterwards, computing again, and the export', async () => {
  const site = createSite();
  await Promise.all([site.gateway('centrale').ready(), site.ingestor('centrale').ready()]);
  await publish(
    sent.map(([Time, Energy]) => ({
      topic: site.topic('centrale', 12),
      payload: { idDevice: 12, Device: '=meter', Time, Energy },
    })),
  );
  await site.stored('centrale', sent.length);
  const { ledgerIndex } = namesOf(site.customer, 'centrale');
  const day = async (name: string) =>
    ((await ask('GET', `${ledgerIndex}-2022/_doc/${ledgerId('12', name)}`)) as { _source?: LedgerDay })._source;
  await until('the reset to be in the ledger', async () => (await day('2022-04-18'))?.resets === 1);

  const swap = ['swap', '--device', '12', '--at', '2022-04-18 00:00:10', '--opening', '40', '--by', 'Élise'];
  const refused = await run(site, 'meter', ...swap, '--closing', '999');
  expect(refused.err).toContain('the closing index 999 is below 1000.5');
  expect([refused.code, (await run(site, 'meter', 'list')).out]).toEqual([1, 'No swap is declared.\n']);

  const declared = await run(site, 'meter', ...swap, '--closing', '1001');
  expect(declared).toMatchObject({ code: 0, err: '' });
  expect(declared.out).toContain('2 documents and 2 ledger days changed');
  const found = (await site.documents('centrale')).map(({ _source }) => _source);
  found.sort((a, b) => (String(a.timestamp) < String(b.timestamp) ? -1 : 1));
  expect(found.map(({ consumption, dailyConsumption }) => [consumption, dailyConsumption])).toEqual([
    [0, 0],
    [0.5, 0.5],
    [1, 0.5],
    [0.5, 1],
  ]);
  expect(found.map(({ quality }) => quality)).toEqual([
    ['late', 'first-reading'],
    ['late'],
    ['late', 'meter-swap'],
    ['late'],
  ]);
  expect(await day('2022-04-17')).toMatchObject({ consumption: 1, startIndex: 1000, endIndex: 1001 });
  expect(await day('2022-04-18')).toMatchObject({
    consumption: 1,
    endIndex: 41,
    resets: 0,
    quality: ['interpolated', 'meter-swap'],
  });
  const listed = await run(site, 'meter', 'list', '--device', '=meter');
  expect(listed.out).toContain('device 12  closing 1001 kWh, opening 40 kWh  (Élise, ');

  // Nothing is wrong, so nothing is written; what somebody has spoilt is put right, once.
  const recompute = () => run(site, 'recompute', '--type', 'centrale', '--device', '12', ...april);
  const nothing = '4 readings looked at, 0 documents and 0 ledger days changed.';
  expect(await recompute()).toMatchObject({ code: 0, out: expect.stringContaining(nothing) });
  const [hit] = await site.documents('centrale');
  await ask('POST', `${hit?._index}/_update/${hit?._id}`, { doc: { consumption: 99, quality: ['late', 'dip'] } });
  await ask('DELETE', `${ledgerIndex}-2022/_doc/${ledgerId('12', '2022-04-17')}`);
  expect((await recompute()).out).toContain('1 documents and 1 ledger days changed.');
  expect((await recompute()).out).toContain(nothing);

  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  try {
    const file = join(folder, 'avril.csv');
    const exported = await run(site, 'export', '--type', 'centrale', ...april, '--out', file);
    expect(exported).toMatchObject({ code: 0, err: '2 days of centrale, 2022-04-01 to 2022-04-30, 2 kWh in all.\n' });
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^\ufeffJour;Identifiant;Appareil;/);
    expect(lines[1]).toMatch(/^2022-04-17;12;'=meter;2;2;0;.*;1;1000;1001;/);
    expect(lines).toHaveLength(4);
    expect((await run(site, 'export', '--type', 'centrale', ...april, '--out', file)).code).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const json = await run(site, 'export', '--type', 'centrale', ...april, '--device', '12', '--format', 'json');
  expect(JSON.parse(json.out)).toEqual([await day('2022-04-17'), await day('2022-04-18')]);

  const id = /^Swap (\S+)/.exec(declared.out)?.[1] ?? '';
  expect((await run(site, 'meter', 'remove', id)).code).toBe(0);
  expect(await day('2022-04-18')).toMatchObject({ resets: 1 });
  expect((await run(site, 'meter', 'remove', id)).code).toBe(1);
});
