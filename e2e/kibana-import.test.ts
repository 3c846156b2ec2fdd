import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ensureCommands } from '../stack/system-packages.ts';
import { type KibanaDouble, narrowSignOn, signOn, startKibanaDouble } from './dashboards/kibana-double.ts';

const root = resolve(import.meta.dirname, '..');
let kibana: KibanaDouble | undefined;

afterEach(async () => {
  await kibana?.close();
  kibana = undefined;
});

/** Runs the import as IT would, and returns what it printed. */
async function run(environment: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['kibana/import.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const linesWith = (output: string, outcome: string) => output.split('\n').filter((line) => line.startsWith(outcome));

test('a new space gets everything; a second run changes nothing; what others made stays', async () => {
  kibana = await startKibanaDouble({ unavailableFor: 2, startingFor: 1 });
  const environment = {
    KIBANA_URL: kibana.url,
    ...signOn,
    KIBANA_SPACE: 'workshop',
    CUSTOMER: 'acme',
    SITE_TIME_ZONE: 'Europe/Rome',
    KIBANA_LANGUAGE: 'it',
    LIVE_PAGE_URL: 'https://live.example/wall',
    KIBANA_VIEWER_USERNAME: 'staff',
    KIBANA_VIEWER_PASSWORD: 'look, do not touch',
    ELASTICSEARCH_URL: kibana.url,
    ELASTICSEARCH_USERNAME: signOn.KIBANA_USERNAME,
    ELASTICSEARCH_PASSWORD: signOn.KIBANA_PASSWORD,
  };
  const first = await run(environment);
  expect([first.code, first.output]).toEqual([0, expect.stringContaining('\ndone\n')]);
  expect(linesWith(first.output, 'created').length).toBe(1 + 10 + 4 + 1);

  const space = kibana.spaces.get('workshop');
  const air = space?.objects.get('dashboard:acme-air-it-workshop');
  expect(air?.attributes.title).toBe('Aria compressa: la pressione tiene?');
  expect(String(air?.attributes.panelsJSON)).toContain('https://live.example/wall');
  expect(space?.objects.get('index-pattern:acme-air-view-it-workshop')?.attributes.title).toBe('acme-air-data-*');
  expect(JSON.stringify([...(space?.objects.values() ?? [])])).not.toContain('finemeca');
  expect(space?.settings).toMatchObject({ 'dateFormat:tz': 'Europe/Rome', 'format:number:defaultLocale': 'it' });
  expect(kibana.spaces.get('default')?.objects.size).toBe(0);
  expect(kibana.roles.get('acme-viewer')).toMatchObject({
    elasticsearch: { indices: [{ names: ['acme-*'], privileges: ['read', 'view_index_metadata'] }] },
    kibana: [{ base: ['read'], spaces: ['workshop'] }],
  });
  expect(kibana.users.get('staff')).toEqual({ roles: ['acme-viewer'] });
  for (const secret of [signOn.KIBANA_PASSWORD, 'look, do not touch']) expect(first.output).not.toContain(secret);

  const own = { type: 'dashboard', id: 'somebody-else', attributes: { title: 'mine' }, references: [] };
  space?.objects.set('dashboard:somebody-else', own);
  const before = structuredClone([...(space?.objects ?? [])]);
  const second = await run(environment);
  expect(second.code).toBe(0);
  expect(linesWith(second.output, 'replaced').length).toBe(10 + 4);
  expect(linesWith(second.output, 'created')).toEqual([]);
  expect([...(space?.objects ?? [])]).toEqual(before);
});

test('two spaces have dashboards of their own, and the viewer sees both', async () => {
  kibana = await startKibanaDouble();
  const environment = { KIBANA_URL: kibana.url, ...signOn };
  expect((await run({ ...environment, KIBANA_SPACE: 'trial' })).code).toBe(0);
  const { code, output } = await run(environment);
  expect([code, linesWith(output, 'created').length]).toEqual([0, 14]);
  // None had to be renamed for the other's sake, and the first page leads to a dashboard that is there.
  expect(output).not.toContain('copy-of-');
  for (const [space, id] of [
    ['default', 'finemeca-air-fr'],
    ['trial', 'finemeca-air-fr-trial'],
  ] as const) {
    const { objects, settings = {} } = kibana.spaces.get(space) ?? { objects: new Map() };
    expect([...objects.keys()]).toContain(`dashboard:${id}`);
    expect(settings.defaultRoute).toBe(`/app/dashboards#/view/${id}`);
  }
  expect(kibana.roles.get('finemeca-viewer')).toMatchObject({ kibana: [{ spaces: ['trial', 'default'] }] });
});

test('a reference that leads nowhere stops the import, and nothing is said to be written that is not', async () => {
  kibana = await startKibanaDouble({ lost: 'finemeca-incidents-view-fr' });
  const { code, output } = await run({ KIBANA_URL: kibana.url, ...signOn });
  expect(code).toBe(1);
  const lost = 'missing_references index-pattern finemeca-incidents-view-fr';
  expect(output).toContain(`failed    dashboard finemeca-air-fr: ${lost}`);
  expect(output).toContain('failed    data view finemeca-air-view-fr: not written, as others were refused');
  expect(linesWith(output, 'created')).toEqual([]);
  expect(kibana.spaces.get('default')?.objects.size).toBe(0);
});

test('what Kibana gave another id is said with it', async () => {
  kibana = await startKibanaDouble();
  const taken = { type: 'dashboard', id: 'finemeca-air-fr', attributes: { title: 'a copy' }, references: [] };
  kibana.spaces.set('elsewhere', { objects: new Map([['dashboard:finemeca-air-fr', taken]]), settings: {} });
  const { code, output } = await run({ KIBANA_URL: kibana.url, ...signOn });
  expect([code, output]).toEqual([0, expect.stringContaining('dashboard finemeca-air-fr: as copy-of-finemeca-air-fr')]);
});

test('all languages lie side by side', async () => {
  kibana = await startKibanaDouble();
  const { code, output } = await run({ KIBANA_URL: `${kibana.url}/`, ...signOn, KIBANA_LANGUAGE: 'all' });
  expect([code, linesWith(output, 'created').length]).toEqual([0, 5 * 14]);
  expect(kibana.spaces.get('default')?.settings['format:number:defaultLocale']).toBe('fr');
  // The default space has no prefix of its own.
  expect(kibana.requests.filter((request) => request.includes('/s/'))).toEqual([]);
});

test('a Kibana of before, or without security, is served as far as it goes', async () => {
  kibana = await startKibanaDouble({ oldSettings: true, noSecurity: true });
  const { code, output } = await run({ KIBANA_URL: kibana.url, ...signOn });
  expect(code).toBe(0);
  expect(output).toContain('skipped   role finemeca-viewer: this Kibana has no security');
  expect(kibana.spaces.get('default')?.settings).toMatchObject({ 'dateFormat:tz': 'Europe/Brussels' });
});

test('an account that may only bring dashboards will do; it makes neither roles nor spaces', async () => {
  kibana = await startKibanaDouble();
  const { code, output } = await run({ KIBANA_URL: kibana.url, ...narrowSignOn });
  expect([code, linesWith(output, 'created').length]).toEqual([0, 14]);
  expect(output).toContain('skipped   role finemeca-viewer: the sign-on may not make roles');
  expect(kibana.roles.size).toBe(0);
  const elsewhere = await run({ KIBANA_URL: kibana.url, ...narrowSignOn, KIBANA_SPACE: 'workshop' });
  expect([elsewhere.code, elsewhere.output]).toEqual([1, expect.stringContaining('failed    space workshop')]);
  // A viewer needs the role.
  const viewer = await run({
    KIBANA_URL: kibana.url,
    ...narrowSignOn,
    KIBANA_VIEWER_USERNAME: 'staff',
    KIBANA_VIEWER_PASSWORD: 'something',
    ELASTICSEARCH_URL: kibana.url,
  });
  expect([viewer.code, viewer.output]).toEqual([1, expect.stringContaining('failed    role finemeca-viewer')]);
});

test('a person who is called like the viewer keeps their rights and their password', async () => {
  kibana = await startKibanaDouble();
  kibana.users.set('anna', { roles: ['superuser'] });
  const { code, output } = await run({
    KIBANA_URL: kibana.url,
    ...signOn,
    KIBANA_VIEWER_USERNAME: 'anna',
    KIBANA_VIEWER_PASSWORD: 'something',
    ELASTICSEARCH_URL: kibana.url,
    ELASTICSEARCH_USERNAME: signOn.KIBANA_USERNAME,
    ELASTICSEARCH_PASSWORD: signOn.KIBANA_PASSWORD,
  });
  expect(code).toBe(1);
  expect(output).toContain('failed    viewer anna: is there already, with roles superuser');
  expect(kibana.users.get('anna')).toEqual({ roles: ['superuser'] });
});

test('a wrong password is said, and ends it', async () => {
  kibana = await startKibanaDouble();
  const { code, output } = await run({
    KIBANA_URL: kibana.url,
    KIBANA_USERNAME: 'elastic',
    KIBANA_PASSWORD: 'guessed',
  });
  expect([code, output]).toEqual([1, expect.stringContaining('failed    space default: the sign-on is refused (401)')]);
  expect(output).not.toContain('guessed');
});

test('a Kibana that never comes ends it with 1', async () => {
  const { code, output } = await run({ KIBANA_URL: 'http://127.0.0.1:9', KIBANA_WAIT_SECONDS: '1.5' });
  expect([code, output]).toEqual([1, expect.stringContaining('failed    Kibana: not available within 1.5 s')]);
});

test('a Kibana with a private certificate authority is trusted where that is given, and refused otherwise', async () => {
  const absent = await ensureCommands(
    [{ command: 'openssl', package: 'openssl' }],
    AbortSignal.timeout(120_000),
    () => undefined,
  );
  if (absent) throw new Error(absent);
  const folder = mkdtempSync(join(tmpdir(), 'kibana-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' });
    kibana = await startKibanaDouble({ tls: { key: readFileSync(key), cert: readFileSync(cert) } });
    const environment = { KIBANA_URL: kibana.url, ...signOn, KIBANA_WAIT_SECONDS: '1' };
    const refused = await run(environment);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('certificate')]);
    expect(kibana.requests).toEqual([]);
    const trusted = await run({ ...environment, KIBANA_CA_FILE: cert });
    expect([trusted.code, trusted.output]).toEqual([0, expect.stringContaining('\ndone\n')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a wrong environment is told at once, without the secret in it', async () => {
  const { code, output } = await run({ KIBANA_URL: 'http://elastic:hidden@kibana:5601', KIBANA_LANGUAGE: 'es' });
  expect(code).toBe(78);
  expect(output).toContain('KIBANA_LANGUAGE');
  expect(output).not.toContain('hidden');
});
