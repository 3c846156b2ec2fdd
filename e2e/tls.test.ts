import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type Certificate, createAuthority } from './harness/certificates.ts';
import { publish } from './harness/publish.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';

const fronts: tls.Server[] = [];
const urls: Record<string, string> = {};
let certificate: Certificate;
let authorities: Readonly<Record<string, string>>;

/** Puts TLS in front of a real server, as a reverse proxy does, and gives the address that people would configure. */
async function front(target: string, scheme: string): Promise<string> {
  const { hostname, port } = new URL(target);
  const server = tls.createServer(certificate, (inbound) => {
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
  const authority = await createAuthority();
  certificate = authority.issue('localhost');
  authorities = {
    MQTT_CA_FILE: authority.file,
    ACTIVEMQ_CA_FILE: authority.file,
    ELASTICSEARCH_CA_FILE: authority.file,
  };
  urls.MQTT_URL = await front(inject('mqttUrl'), 'mqtts');
  urls.ACTIVEMQ_URL = await front(inject('activemqUrl'), 'stomp+ssl');
  urls.ELASTICSEARCH_URL = await front(inject('elasticsearchUrl'), 'https');
});

afterEach(endServices);
afterAll(() => {
  for (const server of fronts) server.close();
});

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
