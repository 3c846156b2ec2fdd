import { expect, test } from 'vitest';
import { encodeFrame } from './frame.ts';

test('a frame is command, escaped headers, an empty line, the bytes, and a NUL', () => {
  const frame = encodeFrame(
    'SEND',
    { destination: '/queue/a', 'content-length': 3, odd: 'a:b\\c\nd\re' },
    Buffer.from([0, 255, 0]),
  );
  const head = 'SEND\ndestination:/queue/a\ncontent-length:3\nodd:a\\cb\\\\c\\nd\\re\n\n';
  expect(frame).toEqual(Buffer.concat([Buffer.from(head), Buffer.from([0, 255, 0, 0])]));
});

test('a frame may have no body', () => {
  expect(encodeFrame('BEGIN', { transaction: 1 }).toString()).toBe('BEGIN\ntransaction:1\n\n\0');
});
