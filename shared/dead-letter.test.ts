import { expect, test } from 'vitest';
import { deadLetter } from './dead-letter.ts';

const now = Date.parse('2022-04-17T21:52:12.000Z');
const grave = { destination: '/queue/finemeca.air.rejected', rejectedBy: 'ingestor', now };

test('the original headers and bytes stay, what belonged to the transfer goes', () => {
  const body = Buffer.from([0, 255]);
  const headers = {
    'reading-id': 'r1',
    'mqtt-topic': 'a/b',
    traceparent: 't',
    subscription: '1',
    ack: 'x',
    'message-id': 'ID:1',
  };
  const rejection = { code: 'wrong-type', reason: 'Hum is 50 % "é…"' } as const;
  expect(deadLetter({ headers, body }, rejection, grave)).toEqual({
    destination: grave.destination,
    body,
    headers: {
      'reading-id': 'r1',
      'mqtt-topic': 'a/b',
      traceparent: 't',
      'reason-code': 'wrong-type',
      reason: 'Hum is 50 % "?..."',
      'rejected-at': '2022-04-17T21:52:12.000Z',
      'rejected-by': 'ingestor',
    },
  });
});

test('a message that no gateway sent keeps the id that its document would have had', () => {
  const letter = deadLetter(
    { headers: { 'message-id': 'ID:1' }, body: Buffer.alloc(0) },
    { code: 'invalid-json', reason: '' },
    grave,
  );
  expect(letter.headers['reading-id']).toBe('ID:1');
});
