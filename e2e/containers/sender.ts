import { setTimeout as sleep } from 'node:timers/promises';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

/** A sensor that publishes with QoS 1 and keeps what the broker has not confirmed. */
export interface Sender {
  /** Sends so many readings, each a second later on its own clock, and waits for the broker's confirmations. */
  send(count: number): Promise<void>;
  /** Sends without pause until it is told to stop. */
  start(): void;
  /** Resolves when all that was sent is confirmed. */
  stop(): Promise<void>;
  /** How many readings were sent so far. */
  readonly sent: number;
  end(): Promise<void>;
}

const betweenMs = 25;

export function createSender(topic: string, device: string, url: string, options: IClientOptions = {}): Sender {
  const client: MqttClient = mqtt.connect(url, { reconnectPeriod: 200, ...options });
  // It is refused and it comes back: that is what is tested.
  client.on('error', () => undefined);
  const started = Date.now();
  let sent = 0;
  let running = false;
  let stopped: Promise<void> = Promise.resolve();
  const publish = () => {
    const time = new Date(started + ++sent * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const payload = { Device: device, Time: time, msgCount: sent, Pres: 6.5, Energy: sent, Temp: 20 };
    return client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  };
  return {
    get sent() {
      return sent;
    },
    async send(count) {
      await Promise.all(Array.from({ length: count }, publish));
    },
    start() {
      running = true;
      stopped = (async () => {
        const confirmed: Promise<unknown>[] = [];
        while (running) {
          confirmed.push(publish());
          await sleep(betweenMs);
        }
        await Promise.all(confirmed);
      })();
    },
    async stop() {
      running = false;
      await stopped;
    },
    async end() {
      running = false;
      await client.endAsync(true);
    },
  };
}
