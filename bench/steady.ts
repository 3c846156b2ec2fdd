import { setTimeout as sleep } from 'node:timers/promises';
import mqtt from 'mqtt';
import { readings } from './readings.ts';

const chunksPerSecond = 10;
const dayMs = 24 * 60 * 60_000;

/** Publishes different readings of devicev01 at a steady rate; `onMinute` is told how many there have been, every minute. */
export async function publishSteadily(
  url: string,
  options: {
    readonly customer: string;
    readonly perSecond: number;
    readonly minutes: number;
    readonly onMinute: (minute: number, published: number) => void;
  },
): Promise<void> {
  const { customer, perSecond, minutes, onMinute } = options;
  const publisher = await mqtt.connectAsync(url, { clientId: 'steady-publisher' });
  const began = performance.now();
  const perChunk = perSecond / chunksPerSecond;
  const end = Date.now();
  let published = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    // A minute's readings at a time: the bench must not hold an hour of them. Each minute has days of its own.
    const until = end - (minutes - minute + 1) * 2 * dayMs;
    const all = readings({ customer, type: 'devicev01', count: perSecond * 60, devices: perSecond * 2, until });
    for (let at = 0; at < all.length; at += perChunk) {
      await sleep(Math.max(0, began + (published / perSecond) * 1000 - performance.now()));
      const chunk = all.slice(at, at + perChunk);
      await Promise.all(chunk.map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })));
      published += chunk.length;
    }
    onMinute(minute, published);
  }
  await publisher.endAsync();
}
