import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from './arguments.ts';
import { minuteMs } from './calendar.ts';
import { createPlant, type LeakEpisode } from './plant.ts';
import { createProgress } from './progress.ts';
import { createPublisher } from './publish.ts';

/** Later than anyone waits. */
const farAway = new Date(8e15);

/**
 * Runs the plant until its end or `signal`. One stream of readings serves the past and the present: each is sent when it is
 * due, and what is due already is sent at once, so there is no seam between back-fill and live.
 */
export async function run(settings: Settings, signal: AbortSignal): Promise<void> {
  const { backfillMs, once, speed, periodMs, types, devicesPerType, dryRun } = settings;
  const started = Date.now();
  const from = started - backfillMs;
  const plant = createPlant({
    customer: settings.customer,
    seed: settings.seed,
    timeZone: settings.timeZone,
    periodSeconds: periodMs / 1000,
    devices: Object.fromEntries(types.map((type) => [type, devicesPerType])),
    faults: settings.faults,
    // A replay shows its leak in the replayed past, else it would have to be waited for.
    leaks: settings.leak ? [soon(speed === undefined ? started : from)] : [],
  });
  const progress = createProgress({ from, until: started, quiet: dryRun && !process.stderr.isTTY });
  const output = dryRun ? createPrinter(signal) : createMqttOutput(settings.url, progress.say);
  // Waiting for room must not outlast Ctrl-C.
  const stop = () => output.close(1000).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  progress.say(
    `${plant.devices.length} devices (${types.join(', ')}), one reading every ${periodMs / 1000} s each` +
      (dryRun ? '' : `, to ${withoutPassword(settings.url)}`),
  );

  let sent = 0;
  for (const reading of plant.readings(new Date(from), once ? new Date(started) : farAway)) {
    const at = reading.at.getTime();
    const due = speed === undefined ? at : Math.max(at, started + (at - from) / speed);
    const wait = due - Date.now();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    await output.publish(reading.topic, reading.payload);
    // Whether the last one went out before Ctrl-C is the output's to count.
    if (signal.aborted) break;
    progress.sent(at, ++sent);
    if (sent >= settings.count) break;
  }
  signal.removeEventListener('abort', stop);
  await output.close();
  progress.end(output.summary());
}

/** Below any opening pressure within 30 s, repaired after 5 minutes. */
function soon(start: number): LeakEpisode {
  const from = start + 15_000;
  return {
    device: 'air-1',
    from: new Date(from),
    to: new Date(from + 5 * minuteMs),
    barPerHour: 360,
    depth: 4,
    repeatEverySeconds: 30 * 60,
  };
}

interface Output {
  publish(topic: string, payload: string): Promise<void>;
  close(patienceMs?: number): Promise<void>;
  summary(): string;
}

function createMqttOutput(url: string, say: (line: string) => void): Output {
  const publisher = createPublisher({
    url,
    onState: (state, reason) =>
      say(state === 'connected' ? 'connected' : `the broker is away${reason ? ` (${reason})` : ''}; waiting for it`),
  });
  return {
    publish: publisher.publish,
    close: publisher.close,
    summary() {
      const { published, unconfirmed, reconnections } = publisher.counts;
      return `${published} readings confirmed by the broker, ${unconfirmed} not confirmed, ${reconnections} reconnections`;
    },
  };
}

/** To stdout, waiting for a slow reader; a reader that goes away (`| head`) ends the run. */
function createPrinter(signal: AbortSignal): Output {
  let printed = 0;
  return {
    async publish(topic, payload) {
      printed++;
      if (!process.stdout.write(`${topic} ${payload}\n`)) {
        await new Promise<void>((resolve) => {
          process.stdout.once('drain', resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    async close() {},
    summary: () => `${printed} readings printed`,
  };
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}`;
}
