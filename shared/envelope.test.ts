import fc from 'fast-check';
import { expect, test } from 'vitest';
import { envelopeHeaders, headerText, lastLevel, openEnvelope } from './envelope.ts';

const receivedAt = Date.parse('2022-04-17T21:52:12.345Z');

test('the headers of a reading are those of the contract', () => {
  expect(envelopeHeaders({ mqttTopic: 'finemeca/air/3', receivedAt, readingId: 'r1' }, 'air')).toEqual({
    'content-type': 'application/json',
    'sensor-type': 'air',
    'mqtt-topic': 'finemeca/air/3',
    'received-at': '2022-04-17T21:52:12.345Z',
    'reading-id': 'r1',
    JMSXGroupID: 'air/3',
  });
});

test('a message that the broker had kept is known as such on the other side', () => {
  const envelope = { mqttTopic: 'finemeca/air/3', receivedAt, readingId: 'r1' };
  const there = (retained: { retained?: true }) =>
    openEnvelope(envelopeHeaders({ ...envelope, ...retained }, 'air'), Buffer.alloc(0), 0).retained;
  expect([there({ retained: true }), there({})]).toEqual([true, undefined]);
});

test.each([
  ['9000000', 9_000_000],
  ['', undefined],
  ['-1', undefined],
  ['a lot', undefined],
])('of a payload that was cut, %s is how long it was', (text, bytes) => {
  expect(openEnvelope({ 'payload-bytes': text }, Buffer.alloc(0), 0).payloadBytes).toBe(bytes);
});

test('any topic comes back as it was, through printable ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (topic) => {
      const headers = envelopeHeaders({ mqttTopic: topic, receivedAt, readingId: 'r' }, 'air');
      expect(headers['mqtt-topic']).toMatch(/^[\x20-\x7e]*$/);
      expect(openEnvelope(headers, Buffer.alloc(0), 0).mqttTopic).toBe(topic);
    }),
  );
});

test('a header is bounded, and two long texts stay different', () => {
  const long = 'é'.repeat(30_000);
  expect(headerText(`${long}a`).length).toBeLessThanOrEqual(4096);
  expect(headerText(`${long}a`)).not.toBe(headerText(`${long}b`));
  expect(openEnvelope({ 'mqtt-topic': headerText(`${long}a`) }, Buffer.alloc(0), 0).mqttTopic).not.toBe('');
});

test('a message that no gateway sent is opened all the same', () => {
  const body = Buffer.from('{}');
  expect(openEnvelope({ 'message-id': 'ID:1' }, body, 42)).toEqual({
    body,
    mqttTopic: '',
    receivedAt: 42,
    readingId: 'ID:1',
  });
  expect(openEnvelope({ 'received-at': 'soon', 'mqtt-topic': '50%' }, body, 42)).toMatchObject({
    receivedAt: 42,
    mqttTopic: '50%',
  });
});

test.each([
  ['finemeca/air/3', '3'],
  ['alone', 'alone'],
  ['a/', ''],
])('the last level of %j is %j', (topic, level) => {
  expect(lastLevel(topic)).toBe(level);
});
