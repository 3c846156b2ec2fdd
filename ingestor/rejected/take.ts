import type stompit from 'stompit';
import type { OutgoingMessage } from '../../shared/activemq/publisher.ts';
import type { StompClient } from '../../shared/activemq/stomp.ts';
import { BrokerError, receive, type StompSubscription } from './broker.ts';
import { type Letter, type LetterSummary, openLetter } from './letter.ts';

/** ActiveMQ refuses header lines beyond 10 KiB, and a consumer may hold about 200 messages. */
const selectorLimit = 8000;
const chunkLetters = 100;
const chunkBytes = 16 * 1024 * 1024;
/** What was there a moment ago and does not come is held, or was taken, by someone else. */
const patienceMs = 3000;
/** A broker whose store is full lets a sender wait. */
const commitMs = 20_000;

/** Portions small enough to be taken in one transaction. */
export function* chunksOf(chosen: readonly LetterSummary[]): Generator<readonly LetterSummary[]> {
  let chunk: LetterSummary[] = [];
  let length = 0;
  let bytes = 0;
  for (const letter of chosen) {
    length += quoted(letter.messageId).length + 1;
    bytes += letter.bytes;
    if (chunk.length > 0 && (chunk.length === chunkLetters || length > selectorLimit || bytes > chunkBytes)) {
      yield chunk;
      chunk = [];
      length = quoted(letter.messageId).length + 1;
      bytes = letter.bytes;
    }
    chunk.push(letter);
  }
  if (chunk.length > 0) yield chunk;
}

export interface TakeOptions {
  readonly queue: string;
  /** Where a letter goes instead; undefined: nowhere. */
  readonly forward: ((letter: Letter) => OutgoingMessage) | undefined;
  /** Called with what is about to be taken; when it throws, nothing is. */
  readonly beforehand: (letters: readonly Letter[]) => void;
}

/**
 * Takes one chunk out of the queue, in the order given: everything, with what is sent instead, happens in one
 * transaction. Whatever dies before the commit, the letters are where they were. Resolves with those taken; some may have
 * been gone.
 */
export async function take(
  client: StompClient,
  chunk: readonly LetterSummary[],
  { queue, forward, beforehand }: TakeOptions,
): Promise<readonly Letter[]> {
  const places = new Map(chunk.map(({ messageId }, place) => [messageId, place]));
  const { letters, subscription } = await collect(client, queue, chunk);
  letters.sort((a, b) => (places.get(a.messageId) ?? 0) - (places.get(b.messageId) ?? 0));
  beforehand(letters);
  if (letters.length > 0) await commit(client, letters, forward);
  subscription.unsubscribe();
  return letters;
}

/** Header names with a hyphen cannot stand in a selector, so letters are named by the broker's own ids. */
function collect(
  client: StompClient,
  queue: string,
  chunk: readonly LetterSummary[],
): Promise<{ readonly letters: Letter[]; readonly subscription: StompSubscription }> {
  const letters: Letter[] = [];
  const headers = {
    destination: queue,
    ack: 'client-individual',
    'activemq.prefetchSize': chunk.length,
    selector: `JMSMessageID IN (${chunk.map(({ messageId }) => quoted(messageId)).join(',')})`,
  };
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve({ letters, subscription });
    };
    const timer = setTimeout(done, patienceMs);
    const subscription = receive(client, headers, (messageHeaders, body) => {
      letters.push(openLetter(messageHeaders, body));
      timer.refresh();
      if (letters.length === chunk.length) done();
      return true;
    });
  });
}

function commit(client: StompClient, letters: readonly Letter[], forward: TakeOptions['forward']): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = `ActiveMQ did not confirm within ${commitMs / 1000} s; its disk may be full`;
    const timer = setTimeout(() => reject(new BrokerError(late)), commitMs);
    const socket = client.getTransportSocket();
    socket.cork();
    const id = `take-${letters[0]?.messageId}`;
    const transaction = client.begin({ transaction: id });
    for (const letter of letters) {
      if (forward) {
        const { destination, headers, body } = forward(letter);
        transaction.send({ destination, persistent: 'true', 'content-length': body.length, ...headers }).end(body);
      }
      client.ack({ headers: letter.headers } as unknown as stompit.Client.Message, { transaction: id });
    }
    const onReceipt = () => {
      clearTimeout(timer);
      resolve();
    };
    transaction.commit({ onReceipt, onError: reject });
    socket.uncork();
  });
}

const quoted = (messageId: string): string => `'${messageId.replaceAll("'", "''")}'`;
