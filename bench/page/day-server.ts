import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { Server } from 'socket.io';
import { createLogger } from '../../shared/logger.ts';
import { accelerate } from './time.ts';

/*
 * The live page's server in accelerated time, without servers behind it: `day-server.ts SPEED SINCE DEVICES
 * PERIOD`. It sends its port to the parent. Every device has a reading each PERIOD seconds; a leak comes and goes every twenty minutes.
 */
const [speed = 1, since = 0, devices = 1, period = 30] = process.argv.slice(2).map(Number);
accelerate(globalThis, { speed, since });
// The beats come at the pace of the machine; a page must not find them late by its accelerated clock.
const attach = Server.prototype.attach;
Server.prototype.attach = function (to, options) {
  return attach.call(this, to, { ...options, pingTimeout: 5000 * speed });
};

// Loaded in accelerated time.
const { createApp } = await import('../../live-page/app.ts');
const { createAuth } = await import('../../live-page/auth/create.ts');
const { livePageConfiguration } = await import('../../live-page/config.ts');
const { createLivePageMetrics } = await import('../../live-page/metrics.ts');
const { readPageFiles } = await import('../../live-page/page-files.ts');
const { readingOf } = await import('../../live-page/reading.ts');
const { createSockets } = await import('../../live-page/sockets.ts');
const { State } = await import('../../live-page/state.ts');
const { readConfig } = await import('../../shared/config/read.ts');
const { Outage } = await import('../../shared/outage.ts');

const leakEveryMs = 20 * 60_000;
const leakLastsMs = 6 * 60_000;
const lookEveryMs = 3000;

const read = readConfig(livePageConfiguration, {
  AUTH: 'none',
  ACTIVEMQ_URL: 'stomp://127.0.0.1:1',
  ELASTICSEARCH_URL: 'http://127.0.0.1:1',
  RATE_LIMIT: '1000000',
});
if (!('config' in read)) throw new Error(JSON.stringify(read.problems));
const { config } = read;
const logger = createLogger({ service: 'bench', level: 'error', format: 'json' });
const page = readPageFiles();
const auth = createAuth(config, logger);
const air = { newest: async () => [], points: async () => [], storedSince: async () => [], history: async () => [] };
const incidents = { search: async () => leaks(), create: async () => false, get: async () => undefined };
const state = new State({
  air,
  incidents,
  readingOf: (document) => readingOf(document, config.openingPressure),
  outage: new Outage('Elasticsearch', logger),
});
const server = http.createServer();
server.on(
  'request',
  createApp({ config, logger, auth, state, air, incidents: incidents as never, page, onSignOut: () => undefined }),
);
const metrics = createLivePageMetrics(new Registry(), () => 0);
createSockets(server, { config, auth, state, pageVersion: () => page.version, metrics });
state.topicIs(true);

/** One leak for some minutes, on one device after the other; somebody takes care of it half-way. */
function leaks() {
  const now = Date.now();
  const openedAt = now - (now % leakEveryMs);
  if (now - openedAt > leakLastsMs) return [];
  const device = `air-${1 + (Math.floor(now / leakEveryMs) % devices)}`;
  const at = new Date(openedAt + leakLastsMs / 2).toISOString();
  const acknowledged = now - openedAt > leakLastsMs / 2 ? { acknowledged: { by: 'Anne', at } } : {};
  const incident = { kind: 'leak', deviceId: device, device, openedAt: new Date(openedAt).toISOString() };
  return [{ id: `leak-${openedAt}`, incident: { ...incident, ...acknowledged } }] as never;
}

let [second, count] = [Math.floor(Date.now() / 1000), 0];
setInterval(() => {
  // As many seconds as have passed, however late the timer is.
  for (; second <= Date.now() / 1000; second++) {
    if (second % period !== 0) continue;
    count++;
    const timestamp = new Date(second * 1000).toISOString();
    for (let at = 1; at <= devices; at++) {
      const [deviceId, Pres] = [
        `air-${at}`,
        Math.round(650 + 60 * Math.sin(second / 300 + at) + 9 * Math.sin(second)) / 100,
      ];
      state.announced({
        timestamp,
        receivedAt: timestamp,
        deviceId,
        device: deviceId,
        msgCount: count,
        Pres,
        PresOpen: 6,
      });
    }
  }
}, 1000);
setInterval(() => void state.refresh(), lookEveryMs);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
