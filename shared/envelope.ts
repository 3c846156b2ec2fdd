import { createHash } from 'node:crypto';
import { readTraceparent } from './tracing/traceparent.ts';

/** One MQTT message on its way through the queue: the payload's bytes, untouched, and what is known of its arrival. */
export interface Envelope {
  readonly body: Buffer;
  readonly mqttTopic: string;
  /** Milliseconds since the epoch: when the gateway accepted it. */
  readonly receivedAt: number;
  /** Unique per MQTT delivery that the gateway accepted. */
  readonly readingId: string;
  /** W3C trace context, where traces are made. */
  readonly traceparent?: string | undefined;
  /** The MQTT broker had kept it for whoever subscribes later: nobody knows since when. */
  readonly retained?: true;
  /** How many bytes the payload had, where the gateway kept only its beginning. */
  readonly payloadBytes?: number;
}

export type Headers = Readonly<Record<string, string>>;

/** STOMP headers are bounded by brokers and clients alike (ActiveMQ: 10 KiB a line); an MQTT topic may have 64 KiB. */
const headerLimit = 4096;

/**
 * Text for a STOMP header: printable ASCII, everything else percent-encoded as UTF-8 (clients garble characters that are
 * split between two packets), and at most 4,096 characters, a longer one ending in its SHA-256 so that it stays unique.
 */
export function headerText(text: string): string {
  const encoded = text.replace(/[^\x20-\x7e]|%/gu, (character) => encodeURIComponent(character.toWellFormed()));
  if (encoded.length <= headerLimit) return encoded;
  const hash = createHash('sha256').update(text).digest('hex');
  return `${encoded.slice(0, headerLimit - hash.length - 1)}#${hash}`;
}

/** A sentence for a STOMP header, for people: ASCII as it is, anything else made visible as `?`, at most 1,000 characters. */
export const headerSentence = (sentence: string): string =>
  sentence
    .replaceAll('…', '...')
    .replace(/[^\x20-\x7e]/gu, '?')
    .slice(0, 1000);

/** Reads `headerText` back; text that was not made by it, or was cut, is taken as it is. */
function fromHeaderText(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The last level of a topic; it names the device where the payload does not. */
export const lastLevel = (topic: string): string => topic.slice(topic.lastIndexOf('/') + 1);

/** The headers of a reading in the queue. */
export const envelopeHeaders = (envelope: Omit<Envelope, 'body'>, sensorType: string): Headers => ({
  'content-type': 'application/json',
  'sensor-type': sensorType,
  'mqtt-topic': headerText(envelope.mqttTopic),
  'received-at': new Date(envelope.receivedAt).toISOString(),
  'reading-id': envelope.readingId,
  ...(envelope.traceparent !== undefined && { traceparent: envelope.traceparent }),
  ...(envelope.retained ? { 'mqtt-retained': 'true' } : {}),
  ...(envelope.payloadBytes !== undefined && { 'payload-bytes': String(envelope.payloadBytes) }),
  // All messages of a device go to one consumer, in order.
  JMSXGroupID: headerText(`${sensorType}/${lastLevel(envelope.mqttTopic)}`),
});

/**
 * Reads a queue message. Whoever put it there: without `received-at` it was received `now`, without `reading-id` the
 * broker's message id serves.
 */
export function openEnvelope(headers: Headers, body: Buffer, now: number): Envelope {
  const receivedAt = Date.parse(headers['received-at'] ?? '');
  return {
    body,
    mqttTopic: fromHeaderText(headers['mqtt-topic'] ?? ''),
    receivedAt: Number.isNaN(receivedAt) ? now : receivedAt,
    readingId: headers['reading-id'] ?? headers['message-id'] ?? '',
    traceparent: readTraceparent(headers.traceparent) && headers.traceparent,
    ...(headers['mqtt-retained'] === 'true' ? { retained: true } : {}),
    ...(/^\d{1,12}$/.test(headers['payload-bytes'] ?? '') && { payloadBytes: Number(headers['payload-bytes']) }),
  };
}
