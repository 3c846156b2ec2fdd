import type { Headers } from '../envelope.ts';

const meanings: Readonly<Record<string, string>> = { '\\\\': '\\', '\\r': '\r', '\\n': '\n', '\\c': ':' };
const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\./g, (pair) => meanings[pair] ?? pair) : text;

/** The headers of a frame's head, whose first line is the command. Of one that is repeated the first counts. */
function readHeaders(head: string): Headers {
  const headers: Record<string, string> = {};
  for (let end = head.indexOf('\n'); end >= 0; ) {
    const start = end + 1;
    end = head.indexOf('\n', start);
    const line = head.slice(start, end < 0 ? undefined : end);
    const colon = line.indexOf(':');
    const name = unescaped(line.slice(0, colon));
    if (Object.hasOwn(headers, name)) continue;
    headers[name] = unescaped(line.endsWith('\r') ? line.slice(colon + 1, -1) : line.slice(colon + 1));
  }
  return headers;
}

/** Where the parts of a frame are in the bytes that it came in. */
export interface Place {
  readonly start: number;
  /** The head without its last line feed. */
  readonly headEnd: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/**
 * A message as it came from the broker, in bytes: a thousand of them wait, and as objects and texts they would be most of
 * what an ingestor holds, and what its garbage collector does.
 */
export class Message {
  readonly #bytes: Buffer;
  readonly #place: Place;

  constructor(bytes: Buffer, place: Place) {
    this.#bytes = bytes;
    this.#place = place;
  }

  /** Read anew every time. */
  get headers(): Headers {
    return readHeaders(this.#bytes.toString('utf8', this.#place.start, this.#place.headEnd));
  }

  get body(): Buffer {
    return this.#bytes.subarray(this.#place.bodyStart, this.#place.bodyEnd);
  }

  /** Bytes, head and body. */
  get size(): number {
    return this.#place.bodyEnd - this.#place.start;
  }
}
