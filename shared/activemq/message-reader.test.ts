import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrames } from './frame.ts';
import { MessageReader } from './message-reader.ts';

/** What is handed over of chunks: messages as [headers, body], other frames as text. */
function read(chunks: readonly (Buffer | string)[]): unknown[] {
  const seen: unknown[] = [];
  const reader = new MessageReader(
    ({ headers, body }) => seen.push([headers, body.toString('latin1')]),
    (frame) => seen.push(frame.toString('latin1')),
  );
  for (const chunk of chunks) reader.push(Buffer.from(chunk as string, 'latin1'));
  return seen;
}

test.each<[string, string, unknown[]]>([
  [
    'a message with its length',
    'MESSAGE\na:1\ncontent-length:3\n\n\0\n\0\0',
    [[{ a: '1', 'content-length': '3' }, '\0\n\0']],
  ],
  ['a message without one ends at the first NUL', 'MESSAGE\na:1\n\n{}\0', [[{ a: '1' }, '{}']]],
  ['an empty message', 'MESSAGE\na:1\ncontent-length:0\n\n\0', [[{ a: '1', 'content-length': '0' }, '']]],
  ['escaped headers, and colons in a value', 'MESSAGE\na\\cb:x\\n\\\\n\\r:y\n\n\0', [[{ 'a:b': 'x\n\\n\r:y' }, '']]],
  ['of a repeated header the first', 'MESSAGE\na:1\na:2\n\n\0', [[{ a: '1' }, '']]],
  ['a header by the name of an inherited property', 'MESSAGE\ntoString:1\n\n\0', [[{ toString: '1' }, '']]],
  ['lines that end in CR LF', 'MESSAGE\r\na:1\r\nb:\r\n\r\n{}\0', [[{ a: '1', b: '' }, '{}']]],
  [
    'other frames as they are, without the heart-beats',
    '\n\nRECEIPT\nreceipt-id:1\n\n\0\n\r\nERROR\n\nx\0\n',
    ['RECEIPT\nreceipt-id:1\n\n\0', 'ERROR\n\nx\0'],
  ],
  ['nothing of a frame that is not complete', 'MESSAGE\na:1\n\n{}', []],
])('%s', (_title, text, expected) => {
  expect(read([text])).toEqual(expected);
});

test.each([
  ['a length that is none', 'MESSAGE\ncontent-length:-1\n\n\0'],
  ['a length beyond all limits', 'MESSAGE\ncontent-length:99999999999\n\n\0'],
  ['a body longer than its length', 'MESSAGE\ncontent-length:1\n\nabc\0'],
])('%s is an error', (_title, text) => {
  expect(() => read([text])).toThrow('ActiveMQ sends a frame');
});

test('a frame that does not end is an error before it fills the memory', () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  expect(() => read(Array.from({ length: 40 }, () => chunk))).toThrow('without an end');
});

test('frames come out as they went in, wherever the chunks are cut', () => {
  const frame = fc.record({
    command: fc.constantFrom('MESSAGE', 'RECEIPT'),
    name: fc.string({ minLength: 1, unit: 'grapheme' }),
    value: fc.string({ unit: 'grapheme' }),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.nat(200)), (frames, cuts) => {
      const seen: unknown[] = [];
      const reader = new MessageReader(
        ({ headers, body, size }, subscription) => {
          seen.push([headers, body]);
          expect(subscription).toBe('7');
          expect(size).toBeGreaterThan(body.length);
        },
        (bytes) => seen.push(bytes),
      );
      const sent = frames.map(({ command, name, value, body }) => ({
        command,
        headers: { 'content-length': String(body.length), subscription: '7', [`x${name}`]: value },
        body,
      }));
      const bytes = encodeFrames(sent);
      let at = 0;
      for (const cut of cuts) {
        reader.push(bytes.subarray(at, at + cut));
        at = Math.min(bytes.length, at + cut);
      }
      reader.push(bytes.subarray(at));
      expect(seen).toEqual(
        sent.map((each) => (each.command === 'MESSAGE' ? [each.headers, each.body] : encodeFrames([each]))),
      );
    }),
  );
});
