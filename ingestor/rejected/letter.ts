import type { OutgoingMessage } from '../../shared/activemq/publisher.ts';
import { transferHeaders } from '../../shared/dead-letter.ts';
import { envelopeHeaders, type Headers, openEnvelope } from '../../shared/envelope.ts';

/** What the dead letters add to a reading. */
const rejectionHeaders = new Set(['reason-code', 'reason', 'rejected-at', 'rejected-by']);

/** What is known of a dead letter without its payload. */
export interface LetterSummary {
  /** The broker's id of this message; another one after a replay. */
  readonly messageId: string;
  /** Milliseconds since the epoch, by the broker's clock: when it took the letter. */
  readonly brokerTime: number;
  /** The reading's id, which it keeps; the broker's id for a message that no gateway sent. */
  readonly id: string;
  readonly topic: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly rejectedAt: number;
  readonly code: string;
  /** Like everything else here, not fit for a terminal as it is: anyone may have sent it. */
  readonly reason: string;
  readonly bytes: number;
}

export interface Letter extends LetterSummary {
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Reads a message of the dead letters, whoever put it there. */
export function openLetter(headers: Headers, body: Buffer): Letter {
  const brokerTime = Number(headers.timestamp) || 0;
  const { mqttTopic, receivedAt, readingId } = openEnvelope(headers, body, brokerTime);
  const rejectedAt = Date.parse(headers['rejected-at'] ?? '');
  return {
    messageId: headers['message-id'] ?? '',
    brokerTime,
    id: readingId,
    topic: mqttTopic,
    receivedAt,
    rejectedAt: Number.isNaN(rejectedAt) ? brokerTime : rejectedAt,
    code: headers['reason-code'] ?? 'none',
    reason: headers.reason ?? '',
    bytes: body.length,
    headers,
    body,
  };
}

/** The same without what takes memory. */
export function summaryOf({ headers: _headers, body: _body, ...summary }: Letter): LetterSummary {
  return summary;
}

/** The reading as the gateway had sent it. Its group is made anew, as ActiveMQ does not hand it to consumers. */
export function originalMessage({ headers, body }: Letter, destination: string, type: string): OutgoingMessage {
  const envelope = openEnvelope(headers, body, Number(headers.timestamp) || 0);
  const original = Object.entries(headers).filter(
    ([name]) => !transferHeaders.has(name) && !rejectionHeaders.has(name),
  );
  return { destination, body, headers: { ...envelopeHeaders(envelope, type), ...Object.fromEntries(original) } };
}

/** A letter as a JSON value: nothing is lost, whatever the payload's bytes are. */
export const letterRecord = ({ id, headers, body }: Letter, type: string) => ({
  type,
  id,
  headers,
  bodyBase64: body.toString('base64'),
});
