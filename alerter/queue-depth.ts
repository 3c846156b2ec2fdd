import { queueStates } from '../shared/activemq/queue-states.ts';
import { connectStomp } from '../shared/activemq/stomp.ts';
import type { ActivemqConfig } from '../shared/config/common.ts';
import type { Logger } from '../shared/logger.ts';

export interface QueueDepthOptions {
  readonly config: ActivemqConfig;
  /** `/queue/…`. */
  readonly queue: string;
  readonly logger: Logger;
}

const patienceMs = 2000;
/** A broker that did not answer is asked again after so long: each time a look waits for it. */
const restMs = 10 * 60_000;

/**
 * How many messages a queue holds, unacknowledged ones included; undefined when the broker is away, or does not tell. Each
 * question has a connection of its own: a broker that forbids it ends the connection.
 */
export function createQueueDepth({ config, queue, logger }: QueueDepthOptions): () => Promise<number | undefined> {
  let restUntil = 0;
  let reported = false;

  return async () => {
    if (Date.now() < restUntil) return undefined;
    for (const url of config.urls) {
      const client = await connectStomp(url, config).catch(() => undefined);
      if (!client) continue;
      const states = await queueStates(client, [queue], patienceMs);
      client.destroy(new Error('done'));
      if (states) return states.get(queue)?.messages ?? 0;
      restUntil = Date.now() + restMs;
      if (!reported)
        logger.warn({ queue }, 'ActiveMQ does not tell how many readings wait: is its statistics plug-in on?');
      reported = true;
    }
    return undefined;
  };
}
