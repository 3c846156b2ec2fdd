import type { StompClient } from './stomp.ts';

/**
 * How many messages each queue holds (those that do not exist are absent), by ActiveMQ's statistics plug-in; undefined when
 * it does not answer. The broker says nothing of a queue it does not know, so the broker itself is asked last: its answers
 * come in order.
 */
export async function queueDepths(
  client: StompClient,
  queues: readonly string[],
  limitMs: number,
): Promise<ReadonlyMap<string, number> | undefined> {
  const sizes = new Map<string, number>();
  const ended = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => ended.resolve(false), limitMs);
  client.on('error', () => ended.resolve(false));
  const replies = { destination: '/temp-queue/depths', ack: 'auto', transformation: 'jms-map-json' };
  client.subscribe(replies as never, (error, message) => {
    if (error) return ended.resolve(false);
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { name, size } = readStatistics(Buffer.concat(chunks).toString());
      if (name === undefined) ended.resolve(true);
      else sizes.set(`/queue/${name}`, size);
    });
  });
  const ask = (topic: string) => client.send({ destination: topic, 'reply-to': '/temp-queue/depths' }).end();
  for (const queue of queues) ask(`/topic/ActiveMQ.Statistics.Destination.queue://${queue.replace('/queue/', '')}`);
  ask('/topic/ActiveMQ.Statistics.Broker');
  const answered = await ended.promise;
  clearTimeout(timer);
  return answered ? sizes : undefined;
}

/** `{"map":{"entry":[{"string":["destinationName","queue://x"]},{"string":"size","long":14},…]}}`; the broker's has no name. */
function readStatistics(answer: string): { name: string | undefined; size: number } {
  const { map } = JSON.parse(answer) as { map: { entry: { string: string | string[]; long?: number }[] } };
  const name = map.entry.find(({ string }) => Array.isArray(string) && string[0] === 'destinationName')?.string[1];
  const size = map.entry.find(({ string }) => string === 'size')?.long;
  return { name: name?.replace('queue://', ''), size: size ?? 0 };
}
