import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexDump, payloadKind, visible, visibleJson, visiblePayload } from './visible.ts';

/** What a terminal obeys, or what turns text around. */
const dangerous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('what was published never reaches the terminal as it is', () => {
  test.each([
    ['\u001b[2J\u0007', '\\u{1b}[2J\\u{7}'],
    ['a\r\nb', 'a\\u{d}\\u{a}b'],
    ['\u009b31m', '\\u{9b}31m'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['\ud800', '\\u{d800}'],
    ['température 6 °C 😀', 'température 6 °C 😀'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(dangerous);
      }),
    );
  });

  test('whatever the payload, but for line feeds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), (bytes, limit) => {
        expect(visiblePayload(Buffer.from(bytes), limit).replaceAll('\n', '')).not.toMatch(dangerous);
      }),
    );
  });

  test('as JSON, which says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = visibleJson({ text });
        expect(json.replaceAll('\n', '')).not.toMatch(dangerous);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

test.each([
  ['', 'empty'],
  ['{"Pres":6}', 'text'],
  [Buffer.from([0x7b, 0xc3, 0x28]), 'bytes'],
  [Buffer.from([0x61, 0]), 'bytes'],
])('%j is %s', (payload, kind) => {
  expect(payloadKind(Buffer.from(payload))).toBe(kind);
});

test('bytes are shown sixteen a line', () => {
  expect(hexDump(Buffer.from('{"Pres":6.01,"a":\u001b}'))).toBe(
    [
      '00000000  7b 22 50 72 65 73 22 3a 36 2e 30 31 2c 22 61 22  |{"Pres":6.01,"a"|',
      '00000010  3a 1b 7d                                         |:.}|',
    ].join('\n'),
  );
});

test('a long payload is cut, and says so', () => {
  expect(visiblePayload(Buffer.from('a\nbc'.repeat(1000)), 4)).toBe('a\nbc\n… and 3,996 more bytes');
});
