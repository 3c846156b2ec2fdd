import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { Server } from 'socket.io';
import { createLogger } from '../../shared/logger.ts';
import { accelerate } from './time.ts';

/*
 * The live page's server in accelerated time, without servers behind it: `day-server.ts SPEED SINCE DEVICES
 * PERIOD`. It sends its port to the parent. Every device has one reading, and then one each PERIOD seconds from the parent's
 * `go` on, until another message of the parent: then it sends what it has done. A leak comes and goes every twenty minutes.
 */

/** What the server has done since it was told to go on. */
export interface Done {
  /** Readings of each device. */
  readonly readings: number;
  /** Connections that pages have made. */
  readonly connections: number;
}

const [speed = 1, since = 0, devices = 1, period = 30] = process.argv.slice(2).map(Number);
accelerate(globalThis, { speed, since });
let connections = 0;
const patienceMs = 30_000;
const attach = Server.prototype.attach;
Server.prototype.attach = function (to, options) {
  const io = attach.call(this, to, options);
  // A page compares the beats with its accelerated clock: they come twice as often as it wants, so that a busy machine is
  // not taken for a lost connection. How long it waits for them is a matter of the machine.
  Object.assign(io.engine.opts, { pingInterval: 1000 / speed, pingTimeout: patienceMs * speed });
  return io.on('connection', () => connections++);
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
  // A machine that stands still for a second is minutes late by the accelerated clock, and the page would rightly hide what
  // is so old.
  READING_PERIOD_SECONDS: '600',
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

let count = 0;
function announceAt(second: number): void {
  const timestamp = new Date(second * 1000).toISOString();
  count++;
  for (let at = 1; at <= devices; at++) {
    const deviceId = `air-${at}`;
    const swing = Math.round(325 + 30 * Math.sin(second / 300 + at) + 4 * Math.sin(second));
    // Even and odd hundredths by turns, so that each reading changes the number.
    const Pres = (2 * swing + (count % 2)) / 100;
    const document = {
      timestamp,
      receivedAt: timestamp,
      deviceId,
      device: deviceId,
      msgCount: count,
      Pres,
      PresOpen: 6,
    };
    state.announced(document);
  }
}

const present = () => Math.floor(Date.now() / 1000);
let second = present();
let going = false;
let before: Done = { readings: 0, connections: 0 };
announceAt(second);
setInterval(() => {
  // As many seconds as have passed, however late the timer is.
  for (; going && second <= present(); second++) if (second % period === 0) announceAt(second);
}, 1000);
process.on('message', (message) => {
  going = message === 'go';
  if (going) {
    [second, before] = [present() + 1, { readings: count, connections }];
    return;
  }
  process.send?.({ readings: count - before.readings, connections: connections - before.connections } satisfies Done);
});
setInterval(() => void state.refresh(), lookEveryMs);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
