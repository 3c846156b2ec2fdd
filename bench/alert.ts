import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt from 'mqtt';
import { SMTPServer } from 'smtp-server';
import { createCalendar } from '../simulator/calendar.ts';
import { startStack } from '../stack/stack.ts';
import { environmentOf, ready, startPipeline, startProgram } from './pipeline.ts';

/*
 * How long a leak's mail takes: from the moment at which the pressure has been below the opening pressure for the configured
 * time until the mail server has accepted the mail. With real servers, all services, and sensors that send one after the other.
 */

const pollSeconds = 5;
const leakAfterSeconds = 10;
const periodSeconds = 2;
const leaks = 12;
/** Somewhere else within a look each time. */
const apartMs = 3300;
/** What is promised beyond one poll. */
const limitSeconds = 5;

const folder = resolve(import.meta.dirname, '../.stack/bench-alert');
const progress = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const calendar = createCalendar('Europe/Brussels');

/** When the server gave its 250, by device. */
const acceptedAt = new Map<string, number>();
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    let mail = '';
    stream.on('data', (chunk: Buffer) => {
      mail += chunk.toString('latin1');
    });
    stream.on('end', () => {
      done(null);
      const device = /bench-(\d+)/.exec(mail)?.[0];
      if (device && !acceptedAt.has(device)) acceptedAt.set(device, Date.now());
    });
  },
});
await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', () => listening()));

const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  onProgress: progress,
});
const customer = `bench${randomBytes(3).toString('hex')}`;
const environment = {
  ...environmentOf(stack, customer),
  READING_PERIOD_SECONDS: String(periodSeconds),
};
const logFolder = join(folder, customer);
const pipeline = await startPipeline(['air'], environment, logFolder);
const alerter = startProgram('alerter/main.ts', {
  environment: {
    ...environment,
    POLL_SECONDS: String(pollSeconds),
    LEAK_AFTER_SECONDS: String(leakAfterSeconds),
    SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    MAIL_FROM: 'no-reply@bench.test',
    MAIL_TO: 'night@bench.test',
  },
  logFile: join(logFolder, 'alerter.log'),
});
const sensors = await mqtt.connectAsync(stack.mqttUrl);
try {
  await ready(alerter);
  progress(`${leaks} leaks, one each ${apartMs / 1000} s`);
  const begun = Date.now();
  const leakOf = (device: number) => begun + 3 * periodSeconds * 1000 + device * apartMs;
  /** Each device's first reading below the opening pressure. */
  const lowAt = new Map<string, number>();
  const lasts = leaks * apartMs + (3 * periodSeconds + leakAfterSeconds + pollSeconds + 3 * limitSeconds) * 1000;
  const step = (periodSeconds * 1000) / leaks;
  for (let tick = 0; Date.now() - begun < lasts && acceptedAt.size < leaks; tick++) {
    await sleep(Math.max(0, begun + tick * step - Date.now()));
    const device = tick % leaks;
    const name = `bench-${device}`;
    const now = Date.now();
    const low = now >= leakOf(device);
    if (low && !lowAt.has(name)) lowAt.set(name, now);
    const reading = { Device: name, Time: calendar.format(now), Pres: low ? 5 : 7, PresOpen: 6 };
    sensors.publish(`${customer}/air/${name}`, JSON.stringify(reading), { qos: 1 });
  }
  const seconds = [...acceptedAt].map(
    ([device, at]) => (at - (lowAt.get(device) ?? Number.NaN)) / 1000 - leakAfterSeconds,
  );
  const sorted = seconds.toSorted((one, other) => one - other);
  const text = (value = Number.NaN) => `${value.toFixed(1)} s`;
  process.stdout.write(
    `${sorted.length} of ${leaks} leaks mailed, POLL_SECONDS=${pollSeconds} LEAK_AFTER_SECONDS=${leakAfterSeconds}, a reading each ${periodSeconds} s. ` +
      `After ${leakAfterSeconds} s below the opening pressure the mail was accepted within ${text(sorted[Math.floor(sorted.length / 2)])} ` +
      `(median), ${text(sorted.at(-1))} at most; promised: ${pollSeconds + limitSeconds} s\n`,
  );
} finally {
  await sensors.endAsync();
  alerter.kill('SIGTERM');
  if (alerter.exitCode === null) await once(alerter, 'exit');
  await pipeline.stop();
  await stack.stop();
  await new Promise<void>((closed) => smtp.close(() => closed()));
}
