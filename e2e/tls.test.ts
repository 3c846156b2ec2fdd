import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { ensureCommands } from '../stack/system-packages.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const ca = join(folder, 'ca.pem');
const fronts: tls.Server[] = [];
const urls: Record<string, string> = {};

/** Puts TLS in front of a real server, as a reverse proxy does, and gives the address that people would configure. */
async function front(target: string, scheme: string): Promise<string> {
  const { hostname, port } = new URL(target);
  const pem = { cert: readFileSync(join(folder, 'server.pem')), key: readFileSync(join(folder, 'server.key')) };
  const server = tls.createServer(pem, (inbound) => {
    const outbound = net.connect(Number(port), hostname);
    const end = () => {
      inbound.destroy();
      outbound.destroy();
    };
    for (const socket of [inbound, outbound]) socket.on('error', end).on('close', end);
    inbound.pipe(outbound).pipe(inbound);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  fronts.push(server);
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const missing = await ensureCommands(
    [{ command: 'openssl', package: 'openssl' }],
    AbortSignal.timeout(120_000),
    () => undefined,
  );
  if (missing) throw new Error(missing);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Site CA');
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-keyout',
    'server.key',
    '-out',
    'server.pem',
    ...name,
  );
  urls.MQTT_URL = await front(inject('mqttUrl'), 'mqtts');
  urls.ACTIVEMQ_URL = await front(inject('activemqUrl'), 'stomp+ssl');
  urls.ELASTICSEARCH_URL = await front(inject('elasticsearchUrl'), 'https');
});

afterEach(endServices);
afterAll(() => {
  for (const server of fronts) server.close();
});

const authorities = { MQTT_CA_FILE: ca, ACTIVEMQ_CA_FILE: ca, ELASTICSEARCH_CA_FILE: ca };

test('every hop over TLS, with a certificate authority of the site', async () => {
  const site = createSite({ ...urls, ...authorities });
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publish([{ topic: site.topic('air', 1), payload: { Time: '2022-04-17 12:00:00', Pres: 6.5 } }]);
  const [hit] = await site.stored('air', 1);
  expect(hit?._source).toMatchObject({ Pres: 6.5 });
});

test('a certificate that nobody vouches for is refused, said once, and nothing passes', async () => {
  const site = createSite(urls);
  const gateway = site.gateway('air');
  const ingestor = site.ingestor('air');
  for (const service of [gateway, ingestor]) {
    const { error } = await service.logged('is away');
    expect(String(error)).toMatch(/certificate|UNABLE_TO_VERIFY|SELF_SIGNED/i);
    expect((await service.readiness()).status).toBe(503);
  }
});
