import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mqtt from 'mqtt';
import type { Stack } from '../../stack/stack.ts';
import { ready, startPipeline, startProgram } from '../pipeline.ts';
import { preciseNow } from './time.ts';

/** The path of air readings with a live page at its end, on servers that run. */
export interface PageSite {
  readonly url: string;
  readonly page: ChildProcess;
  /** Publishes as a sensor does, now or with the time of then; resolves with the time at which it was published. */
  publish(reading: { device: string; pressure: number; count: number; at?: number }): Promise<number>;
  stop(): Promise<void>;
}

const wallClock = new Intl.DateTimeFormat('sv', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Europe/Brussels',
});

/** Resolves when everything is ready. */
export async function startPageSite(stack: Stack, logFolder: string): Promise<PageSite> {
  const customer = `bench${randomBytes(3).toString('hex')}`;
  const environment = {
    CUSTOMER: customer,
    ACTIVEMQ_URL: stack.activemqUrl,
    ELASTICSEARCH_URL: stack.elasticsearchUrl,
  };
  mkdirSync(logFolder, { recursive: true });
  const port = await freePort();
  const pipeline = await startPipeline(['air'], { ...environment, MQTT_URL: stack.mqttUrl }, logFolder);
  const page = startProgram('live-page/main.ts', {
    environment: { ...environment, PORT: String(port), AUTH: 'none' },
    logFile: join(logFolder, 'live-page.log'),
  });
  await ready(page);
  const publisher = await mqtt.connectAsync(stack.mqttUrl);
  return {
    url: `http://127.0.0.1:${port}`,
    page,
    async publish({ device, pressure, count, at = Date.now() }) {
      const reading = { Device: device, Time: wallClock.format(at), msgCount: count, Pres: pressure, PresOpen: 6 };
      const published = preciseNow();
      await publisher.publishAsync(`${customer}/air/${device}`, JSON.stringify(reading), { qos: 1 });
      return published;
    },
    async stop() {
      await publisher.endAsync();
      const gone = once(page, 'exit');
      page.kill('SIGTERM');
      await gone;
      await pipeline.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
