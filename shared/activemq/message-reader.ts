import { Message, type Place } from './message.ts';

const lineFeed = 10;
const carriageReturn = 13;
/** Twice what the broker lets anyone send. */
const frameLimitBytes = 32 * 1024 * 1024;

/**
 * Reads what a broker sends, STOMP 1.2, in chunks of any size: hands over each message whole, with the id of the
 * subscription that it is for, and every other frame as it is. Throws on what is no frame, or one of more than 32 MiB.
 */
export class MessageReader {
  readonly #onMessage: (message: Message, subscription: string | undefined) => void;
  readonly #onOther: (frame: Buffer) => void;
  /** The beginning of a frame whose end has not come. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  /** With fewer bytes than this the frame cannot be complete: one of megabytes is not looked at with each of its chunks. */
  #neededBytes = 0;

  constructor(
    onMessage: (message: Message, subscription: string | undefined) => void,
    onOther: (frame: Buffer) => void,
  ) {
    this.#onMessage = onMessage;
    this.#onOther = onOther;
  }

  push(chunk: Buffer): void {
    this.#begun.push(chunk);
    this.#begunBytes += chunk.length;
    if (this.#begunBytes < this.#neededBytes) return;
    if (this.#begunBytes > frameLimitBytes) throw new Error('ActiveMQ sends a frame without an end');
    const bytes = this.#begun.length === 1 ? chunk : Buffer.concat(this.#begun);
    const rest = bytes.subarray(this.#readFrames(bytes));
    this.#begun = rest.length > 0 ? [rest] : [];
    this.#begunBytes = rest.length;
  }

  /** Reads as many frames as are complete; returns where the next one begins. */
  #readFrames(bytes: Buffer): number {
    for (let start = 0; ; ) {
      // Line feeds between frames are heart-beats.
      while (bytes[start] === lineFeed || bytes[start] === carriageReturn) start += 1;
      this.#neededBytes = 0;
      const headEnd = endOfHead(bytes, start);
      if (headEnd === undefined) return start;
      const bodyStart = bytes.indexOf(lineFeed, headEnd + 1) + 1;
      const head = bytes.toString('latin1', start, headEnd);
      const length = headerOf(head, 'content-length');
      const bodyEnd = length === undefined ? bytes.indexOf(0, bodyStart) : bodyStart + lengthOf(length);
      if (bodyEnd < 0 || bodyEnd >= bytes.length) {
        this.#neededBytes = bodyEnd < 0 ? 0 : bodyEnd + 1 - start;
        return start;
      }
      if (bytes[bodyEnd] !== 0) throw new Error('ActiveMQ sends a frame that is longer than it says');
      this.#handOver(bytes, head, { start, headEnd, bodyStart, bodyEnd });
      start = bodyEnd + 1;
    }
  }

  #handOver(bytes: Buffer, head: string, place: Place): void {
    if (/^MESSAGE\r?\n/.test(head)) this.#onMessage(new Message(bytes, place), headerOf(head, 'subscription'));
    else this.#onOther(bytes.subarray(place.start, place.bodyEnd + 1));
  }
}

/** Where the last line feed of a head stands that an empty line follows; undefined when that has not come yet. */
function endOfHead(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at + 1] === lineFeed || (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed)) return at;
  }
  return undefined;
}

/** A header whose value has nothing that is escaped. */
function headerOf(head: string, name: string): string | undefined {
  const at = head.indexOf(`\n${name}:`);
  if (at < 0) return undefined;
  const from = at + name.length + 2;
  const end = head.indexOf('\n', from);
  return head.slice(from, end < 0 ? undefined : end).trimEnd();
}

function lengthOf(text: string): number {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 0 || length > frameLimitBytes) {
    throw new Error(`ActiveMQ sends a frame of ${text.slice(0, 20)} bytes`);
  }
  return length;
}
