import mqtt from 'mqtt';
import { until } from '../harness/until.ts';
import type { Random } from './random.ts';

/** Readings published at a steady rate by a client that keeps QoS 1: what is not acknowledged is published again. */
export interface Load {
  /** How many different readings have been published; their sequence numbers are 0 and up. */
  readonly published: number;
  /** When the MQTT broker acknowledged a reading to its publisher, by sequence number; milliseconds since the epoch. */
  readonly acknowledged: ReadonlyMap<number, number>;
  /** The last reading of each device, by sequence number. */
  readonly last: readonly number[];
  /** Waits until so many more have been published. */
  further(count: number): Promise<void>;
  /** Publishes nothing until `resume`. */
  pause(): void;
  resume(): void;
  /** Waits until all that has been published is acknowledged to the publisher. */
  acknowledgedSoFar(): Promise<void>;
  /** Waits until it knows that the broker is gone: nothing more that was acknowledged before will be heard of. */
  cutOff(): Promise<void>;
  /** Publishes one last reading of each device, and waits until everything is acknowledged. */
  finish(): Promise<void>;
  /** Gives up; may be called after `finish` as well. */
  abandon(): Promise<void>;
}

export interface LoadOptions {
  readonly url: string;
  readonly topicOf: (device: number) => string;
  readonly perSecond: number;
  readonly devices: number;
  /** Characters that each reading carries besides. */
  readonly padding?: number;
  readonly random: Random;
}

const tickMs = 50;
/** Every reading has a second of its own. The site's local midnight passes by during a run, and with it the index changes. */
const firstSecond = Date.UTC(2024, 2, 1, 23, 53, 20);

/** The stored timestamp of a reading: Brussels in winter is an hour ahead of UTC. */
export const timestampOf = (seq: number): string => new Date(firstSecond + (seq - 3600) * 1000).toISOString();

const timeOf = (seq: number) => new Date(firstSecond + seq * 1000).toISOString().slice(0, 19).replace('T', ' ');

export function startLoad({ url, topicOf, perSecond, devices, padding, random }: LoadOptions): Load {
  const acknowledged = new Map<number, number>();
  const last = Array.from({ length: devices }, () => -1);
  const counts = last.map(() => 0);
  const filler = padding === undefined ? {} : { padding: 'x'.repeat(padding) };
  const clientId = `load-${Math.floor(random.next() * 2 ** 32).toString(16)}`;
  // A session of its own, so that a delivery interrupted by an outage is completed and not begun anew.
  const client = mqtt.connect(url, {
    clientId,
    clean: false,
    keepalive: 5,
    reconnectPeriod: 200,
    connectTimeout: 5000,
  });
  client.on('error', () => undefined);
  let published = 0;

  function publish(device: number): void {
    const seq = published++;
    last[device] = seq;
    const msgCount = counts[device] as number;
    counts[device] = msgCount + 1;
    const payload = {
      idDevice: device,
      Device: `faults-${device}`,
      Time: timeOf(seq),
      msgCount,
      Temp: random.between(-200, 500) / 10,
      Hum: random.between(0, 100),
      seq,
      ...filler,
    };
    client.publish(topicOf(device), JSON.stringify(payload), { qos: 1 }, (error) => {
      if (!error) acknowledged.set(seq, Date.now());
    });
  }

  let paused = false;
  let due = 0;
  let tickedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (!paused) due += ((now - tickedAt) * perSecond) / 1000;
    tickedAt = now;
    while (published < due) publish(random.between(0, devices - 1));
  }, tickMs);

  async function acknowledgedSoFar(): Promise<void> {
    const goal = published;
    await until('all readings to be acknowledged', () => acknowledged.size >= goal, 180_000);
  }

  return {
    acknowledged,
    last,
    get published() {
      return published;
    },
    async further(count) {
      const goal = published + count;
      await until(`${count} further readings`, () => published >= goal);
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
    acknowledgedSoFar,
    async cutOff() {
      await until('the publisher to be cut off', () => !client.connected);
    },
    async finish() {
      clearInterval(timer);
      for (const device of last.keys()) publish(device);
      await acknowledgedSoFar();
    },
    async abandon() {
      clearInterval(timer);
      await client.endAsync(true);
    },
  };
}
