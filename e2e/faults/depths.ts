import { connectBroker } from '../harness/queue.ts';

const patienceMs = 5000;

/**
 * How many messages each queue holds, unacknowledged ones included, by the broker's statistics plug-in; 0 where there is no
 * such queue. The last one named must exist: the broker answers in order, and says nothing of what it does not know.
 */
export async function depthsOf(url: string, queues: readonly string[]): Promise<number[]> {
  const client = await connectBroker(url);
  const sizes = new Map<string, number>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`no statistics of ${queues.at(-1)}`)), patienceMs);
  const replies = { destination: '/temp-queue/depths', ack: 'auto', transformation: 'jms-map-json' };
  client.subscribe(replies as never, (error, message) => {
    if (error) return reject(error);
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { name, size } = readStatistics(Buffer.concat(chunks).toString());
      sizes.set(name, size);
      if (`/queue/${name}` === queues.at(-1)) resolve();
    });
  });
  for (const queue of queues) {
    const destination = `/topic/ActiveMQ.Statistics.Destination.queue://${queue.replace('/queue/', '')}`;
    client.send({ destination, 'reply-to': '/temp-queue/depths' }).end();
  }
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    client.destroy(new Error('done'));
  }
  return queues.map((queue) => sizes.get(queue.replace('/queue/', '')) ?? 0);
}

/** `{"map":{"entry":[{"string":["destinationName","queue://x"]},{"string":"size","long":14},…]}}` */
function readStatistics(answer: string): { name: string; size: number } {
  const { map } = JSON.parse(answer) as { map: { entry: { string: string | string[]; long?: number }[] } };
  const name = map.entry.find(({ string }) => Array.isArray(string) && string[0] === 'destinationName')?.string[1];
  const size = map.entry.find(({ string }) => string === 'size')?.long;
  return { name: name?.replace('queue://', '') ?? '', size: size ?? 0 };
}
