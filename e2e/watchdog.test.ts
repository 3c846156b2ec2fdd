import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { expect, test } from 'vitest';
import { Consumer } from '../shared/activemq/consumer.ts';
import { Publisher } from '../shared/activemq/publisher.ts';
import { brokerAt } from './harness/queue.ts';
import { until } from './harness/until.ts';

test('the watchdog subscribes anew in every quiet moment: nothing is lost, the order is kept, the connection stands', async () => {
  const destination = `/queue/watchdog.${randomBytes(4).toString('hex')}`;
  const config = brokerAt();
  const log: string[] = [];
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  const watchdog = { quietMs: 20, answerMs: 10_000 };
  const consumer = new Consumer({
    config,
    logger,
    purpose: 'readings',
    destination,
    prefetch: 1000,

    watchdog,
  });
  const publisher = new Publisher({ config, logger, purpose: 'test' });
  consumer.start();
  publisher.start();
  const taken: number[] = [];
  const taking = (async () => {
    for (;;) {
      const batch = await consumer.nextBatch(500);
      if (batch.deliveries.length === 0) return;
      taken.push(...batch.deliveries.map(({ body }) => Number(body.toString())));
      batch.acknowledge();
    }
  })();

  const count = 300;
  await publisher.whenConnected();
  for (let number = 0; number < count; number++) {
    await publisher.sendAll([{ destination, headers: { JMSXGroupID: 'device' }, body: Buffer.from(String(number)) }]);
    // Sometimes longer than the watchdog is patient, sometimes shorter.
    await sleep((number * 7) % 60);
  }
  await until('all messages', () => new Set(taken).size === count);
  // What was handed over while the subscription changed came a second time; the first times are in order.
  const firsts = [...new Set(taken)];
  expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  expect(log.filter((line) => line.includes('connected to ActiveMQ for readings'))).toHaveLength(1);
  await consumer.close();
  await publisher.close();
  await taking;
});
