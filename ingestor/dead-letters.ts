import type { Delivery } from '../shared/activemq/consumer.ts';
import type { OutgoingMessage } from '../shared/activemq/publisher.ts';
import { headerText } from '../shared/envelope.ts';
import type { Rejection } from '../shared/outcome.ts';

const kept = ['content-type', 'sensor-type', 'mqtt-topic', 'received-at', 'reading-id', 'JMSXGroupID'];

/** A message for the dead letters: the original body and headers, and why it is there. */
export function deadLetter(
  { headers, body }: Delivery,
  { code, reason }: Rejection,
  destination: string,
  now: number,
): OutgoingMessage {
  const original = Object.fromEntries(
    kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
  return {
    destination,
    body,
    headers: {
      ...original,
      'reason-code': code,
      reason: headerText(reason),
      'rejected-at': new Date(now).toISOString(),
      'rejected-by': 'ingestor',
    },
  };
}
