import type { StompClient } from './stomp.ts';

const withOldest = 'ActiveMQ.Statistics.Destination.Include.First.Message.Timestamp';

/** What a queue holds, unacknowledged messages included. */
export interface QueueState {
  readonly messages: number;
  /** When the broker took the first of them, milliseconds since the epoch; absent when there is none. */
  readonly oldestAt?: number;
}

/**
 * What each queue holds (those that do not exist are absent), by ActiveMQ's statistics plug-in; undefined when it does not
 * answer. The broker says nothing of a queue it does not know, so the broker itself is asked last: its answers
 * come in order.
 */
export async function queueStates(
  client: StompClient,
  queues: readonly string[],
  limitMs: number,
): Promise<ReadonlyMap<string, QueueState> | undefined> {
  const states = new Map<string, QueueState>();
  const ended = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => ended.resolve(false), limitMs);
  client.on('error', () => ended.resolve(false));
  const replies = { destination: '/temp-queue/depths', ack: 'auto', transformation: 'jms-map-json' };
  client.subscribe(replies as never, (error, message) => {
    if (error) return ended.resolve(false);
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { name, state } = readStatistics(Buffer.concat(chunks).toString());
      if (name === undefined) ended.resolve(true);
      else states.set(`/queue/${name}`, state);
    });
  });
  const ask = (topic: string) =>
    client.send({ destination: topic, 'reply-to': '/temp-queue/depths', [withOldest]: 'true' }).end();
  for (const queue of queues) ask(`/topic/ActiveMQ.Statistics.Destination.queue://${queue.replace('/queue/', '')}`);
  ask('/topic/ActiveMQ.Statistics.Broker');
  const answered = await ended.promise;
  clearTimeout(timer);
  return answered ? states : undefined;
}

/** `{"map":{"entry":[{"string":["destinationName","queue://x"]},{"string":"size","long":14},…]}}`; the broker's has no name. */
function readStatistics(answer: string): { name: string | undefined; state: QueueState } {
  const { map } = JSON.parse(answer) as { map: { entry: { string: string | string[]; long?: number }[] } };
  const long = (key: string) => map.entry.find(({ string }) => string === key)?.long;
  const name = map.entry.find(({ string }) => Array.isArray(string) && string[0] === 'destinationName')?.string[1];
  const oldestAt = long('firstMessageTimestamp');
  return {
    name: name?.replace('queue://', ''),
    state: { messages: long('size') ?? 0, ...(oldestAt !== undefined && { oldestAt }) },
  };
}
