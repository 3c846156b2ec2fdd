const nul = Buffer.from([0]);

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
const escaped = (text: string): string =>
  /[\\\r\n:]/.test(text) ? text.replace(/[\\\r\n:]/g, (c) => escapes[c] as string) : text;

/**
 * A STOMP 1.2 frame as bytes. stompit makes two streams and three writes of every frame it sends; whole transactions are
 * written at once instead, which takes a third of the time and leaves no garbage behind.
 */
export function encodeFrame(
  command: string,
  headers: Readonly<Record<string, string | number>>,
  body: Buffer = Buffer.alloc(0),
): Buffer {
  let head = `${command}\n`;
  for (const [name, value] of Object.entries(headers)) head += `${escaped(name)}:${escaped(String(value))}\n`;
  return Buffer.concat([Buffer.from(`${head}\n`), body, nul]);
}
