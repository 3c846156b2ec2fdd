import type { ActivemqConfig } from '../../shared/config/common.ts';
import { receive, withBroker } from './broker.ts';
import { type Letter, openLetter } from './letter.ts';

/** One look at the queue takes at most so much memory, here and in the socket. */
const windowLetters = 1000;
const windowBytes = 16 * 1024 * 1024;

/**
 * Looks at the messages of a queue in their order, and leaves them there.
 *
 * A browser of ActiveMQ loads the whole queue into the broker's memory, which may not have room for it, and where
 * destination policies are configured it ends after 400 messages (`maxBrowsePageSize`). So this looks through windows: each
 * begins at the broker's timestamp where the one before it ended, and is left when it is full. What the broker has loaded
 * is within reach of a consumer with a selector, however small its `maxPageSize`: only what was browsed can be taken.
 * It ends where the queue does, or where the broker's memory limit for the queue is reached.
 */
export async function* browse(config: ActivemqConfig, queue: string): AsyncGenerator<Letter> {
  let since = 0;
  let atSince = new Set<string>();
  for (;;) {
    const letters = await look(config, queue, since, atSince);
    if (letters.length === 0) {
      if (atSince.size === 0) return;
      // So many share one millisecond that they fill the broker's page: step over it.
      since += 1;
      atSince = new Set();
      continue;
    }
    yield* letters;
    const newest = letters.reduce((time, { brokerTime }) => Math.max(time, brokerTime), since);
    if (newest > since) atSince = new Set();
    since = newest;
    for (const { brokerTime, messageId } of letters) if (brokerTime === newest) atSince.add(messageId);
  }
}

/** One window: what the broker shows of `since` and later, without what is `known`. */
function look(
  config: ActivemqConfig,
  queue: string,
  since: number,
  known: ReadonlySet<string>,
): Promise<readonly Letter[]> {
  return withBroker(config, (client) => {
    const letters: Letter[] = [];
    let bytes = 0;
    return new Promise((resolve) => {
      const headers = { destination: queue, browser: 'true', ack: 'auto', selector: `JMSTimestamp >= ${since}` };
      receive(client, headers, (messageHeaders, body) => {
        if (messageHeaders.browser === 'end') {
          resolve(letters);
          return false;
        }
        if (known.has(messageHeaders['message-id'] ?? '')) return true;
        letters.push(openLetter(messageHeaders, body));
        bytes += body.length;
        const full = letters.length >= windowLetters || bytes >= windowBytes;
        if (full) resolve(letters);
        return !full;
      });
    });
  });
}
