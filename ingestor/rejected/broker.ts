import { connectStomp, type StompClient } from '../../shared/activemq/stomp.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';
import type { Headers } from '../../shared/envelope.ts';
import { withoutCredentials } from '../../shared/logger.ts';
import { describeError } from '../../shared/outage.ts';

/** The broker is away, or refuses: one line for the person at the terminal. */
export class BrokerError extends Error {
  override name = 'BrokerError';
}

const farewellMs = 2000;

/**
 * Does something on a connection of its own. Tries each address once and gives up: a person is waiting. Throws a
 * BrokerError when none answers within seconds, or when the connection is lost.
 */
export async function withBroker<T>(config: ActivemqConfig, work: (client: StompClient) => Promise<T>): Promise<T> {
  const client = await connect(config);
  const lost = Promise.withResolvers<never>();
  const fail = (error: Error & { longMessage?: string }) =>
    lost.reject(new BrokerError(`The connection to ActiveMQ was lost: ${describeError(error)}`));
  client.on('error', fail);
  client.on('end', () => fail(new Error('it was closed')));
  try {
    return await Promise.race([work(client), lost.promise]);
  } finally {
    await leave(client);
  }
}

async function connect(config: ActivemqConfig): Promise<StompClient> {
  const problems: string[] = [];
  for (const url of config.urls) {
    try {
      return await connectStomp(url, config);
    } catch (error) {
      problems.push(`${withoutCredentials(url)}: ${describeError(error)}`);
    }
  }
  throw new BrokerError(`ActiveMQ does not answer: ${problems.join('; ')}`);
}

/** Says good-bye, so that the broker takes back what it had handed over. */
async function leave(client: StompClient): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const timer = setTimeout(ended.resolve, farewellMs);
  client.once('end', ended.resolve);
  client.once('error', () => ended.resolve());
  if (client.getTransportSocket().destroyed) ended.resolve();
  else client.disconnect();
  await ended.promise;
  clearTimeout(timer);
  client.destroy(new Error('done'));
}

export type StompSubscription = ReturnType<StompClient['subscribe']>;

/** Subscribes, and hands over whole messages; not one more once `onMessage` has returned false. */
export function receive(
  client: StompClient,
  headers: Record<string, string | number>,
  onMessage: (headers: Headers, body: Buffer) => boolean,
): StompSubscription {
  let wanted = true;
  return client.subscribe(headers as never, (error, message) => {
    // An error here is the connection's, which has its own handler.
    if (error) return;
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => {
      if (wanted) chunks.push(chunk);
    });
    message.on('end', () => {
      if (wanted) wanted = onMessage((message as unknown as { headers: Headers }).headers, Buffer.concat(chunks));
    });
  });
}
