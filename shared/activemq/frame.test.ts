import { expect, test } from 'vitest';
import { encodeFrames } from './frame.ts';

test('a frame is command, escaped headers, an empty line, the bytes, and a NUL', () => {
  const headers = { destination: '/queue/a', 'content-length': 3, odd: 'a:b\\c\nd\re', accent: 'é' };
  const head = 'SEND\ndestination:/queue/a\ncontent-length:3\nodd:a\\cb\\\\c\\nd\\re\naccent:é\n\n';
  const body = Buffer.from([0, 255, 0]);
  expect(encodeFrames([{ command: 'SEND', headers, body }])).toEqual(
    Buffer.concat([Buffer.from(head), Buffer.from([0, 255, 0, 0])]),
  );
});

test('frames follow each other, and one may have no body', () => {
  const frames = [
    { command: 'BEGIN', headers: { transaction: 1 } },
    { command: 'SEND', headers: {}, body: Buffer.from('{}') },
  ];
  expect(encodeFrames(frames).toString()).toBe('BEGIN\ntransaction:1\n\n\0SEND\n\n{}\0');
});
