import type { OutgoingMessage } from './activemq/publisher.ts';
import { type Headers, headerSentence } from './envelope.ts';

/** Headers that belong to one transfer of a message, not to the message. */
export const transferHeaders = new Set([
  ...[
    'ack',
    'content-length',
    'destination',
    'expires',
    'message-id',
    'original-destination',
    'persistent',
    'priority',
  ],
  ...['receipt', 'redelivered', 'subscription', 'timestamp', 'transaction'],
]);

/** A message for the dead letters: the original body and headers, and why it is there. */
export function deadLetter(
  original: { readonly headers: Headers; readonly body: Buffer },
  { code, reason }: { readonly code: string; readonly reason: string },
  { destination, rejectedBy, now }: { readonly destination: string; readonly rejectedBy: string; readonly now: number },
): OutgoingMessage {
  const kept = Object.entries(original.headers).filter(([name]) => !transferHeaders.has(name));
  const messageId = original.headers['message-id'];
  return {
    destination,
    body: original.body,
    headers: {
      // What no gateway sent is known by the broker's id, also after a replay.
      ...(messageId !== undefined && { 'reading-id': messageId }),
      ...Object.fromEntries(kept),
      'reason-code': code,
      reason: headerSentence(reason),
      'rejected-at': new Date(now).toISOString(),
      'rejected-by': rejectedBy,
    },
  };
}
