import mqtt from 'mqtt';
import type { BenchReading } from './readings.ts';

const inFlight = 1000;

/** Publishes everything with QoS 1 as fast as the broker takes it, and resolves when it has acknowledged all. */
export async function publishAll(url: string, readings: readonly BenchReading[]): Promise<void> {
  const client = await mqtt.connectAsync(url, { clientId: 'bench-publisher', writeCache: true });
  let next = 0;
  const publishNext = async (): Promise<void> => {
    for (let at = next++; at < readings.length; at = next++) {
      const { topic, payload } = readings[at] as BenchReading;
      await client.publishAsync(topic, payload, { qos: 1 });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, publishNext));
  await client.endAsync();
}
