import { TextDecoder } from 'node:util';

/** Control characters, the invisible ones that turn text around, and line ends other than a line feed. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bytesPerLine = 16;

/**
 * Text that a terminal shows and never obeys, on one line: what is not visible becomes `\u{1b}`. A dead letter holds
 * whatever anyone has published, escape sequences included.
 */
export const visible = (text: string): string =>
  text.replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A payload for a terminal: text with its own line breaks where it is UTF-8, else a dump of its bytes. */
export function visiblePayload(body: Buffer, limit: number): string {
  const shown = body.subarray(0, limit);
  const more = body.length - shown.length;
  const rest = more > 0 ? `\n… and ${more.toLocaleString('en')} more bytes` : '';
  const text = textOf(body);
  return (text === undefined ? hexDump(shown) : linesOf(text.slice(0, limit))) + rest;
}

/** How a payload is shown. */
export const payloadKind = (body: Buffer): 'empty' | 'text' | 'bytes' => {
  if (body.length === 0) return 'empty';
  return textOf(body) === undefined ? 'bytes' : 'text';
};

function textOf(body: Buffer): string | undefined {
  // NUL is valid UTF-8, but no text.
  if (body.includes(0)) return undefined;
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

const linesOf = (text: string): string => text.split('\n').map(visible).join('\n');

/** `00000010  7b 22 50 72 …  |{"Pr…|`, 16 bytes a line. */
export function hexDump(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const line = bytes.subarray(at, at + bytesPerLine);
    const hex = [...line].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = [...line]
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(bytesPerLine * 3 - 1)}  |${characters}|`);
  }
  return lines.join('\n');
}

/** JSON that a terminal does not obey either: JSON itself escapes only the first 32 control characters. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
