import type { Headers } from '../envelope.ts';
import { encodeFrames, type Frame } from './frame.ts';
import { type LinkOptions, StompLink } from './link.ts';
import type { StompClient } from './stomp.ts';

export interface OutgoingMessage {
  /** `/queue/…` or `/topic/…`. */
  readonly destination: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What may wait in the socket for a broker that does not read, before announcements are dropped. */
const announcementBacklogBytes = 4 * 1024 * 1024;

/** Sends messages to the broker: one transaction at a time, or announcements, on a connection of its own. */
export class Publisher {
  readonly #link: StompLink;
  #transactions = 0;

  constructor(options: Omit<LinkOptions, 'onConnected' | 'onLost'>) {
    this.#link = new StompLink(options);
  }

  start(): void {
    this.#link.start();
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  /** Resolves when connected, or when closed. */
  whenConnected(): Promise<void> {
    return this.#link.whenConnected();
  }

  /**
   * Sends persistent messages in one transaction. Resolves when the broker has confirmed the commit; rejects when the
   * connection is away or lost meanwhile, or the broker refuses: all of them may then be sent again, and some may have
   * arrived.
   */
  async sendAll(messages: readonly OutgoingMessage[]): Promise<void> {
    const transaction = `t${++this.#transactions}`;
    const delivery = { persistent: 'true', transaction };
    const frames = messages.map((message, at) =>
      sendFrame(message, at === 0 ? { ...delivery, receipt: transaction } : delivery),
    );
    const bytes = encodeFrames([{ command: 'BEGIN', headers: { transaction } }, ...frames]);
    await this.#link.use(
      (client) =>
        new Promise<void>((resolve, reject) => {
          expectReceipt(client, transaction);
          // Nothing of stompit's own is on its way here: its last frame was a COMMIT, and that has been answered.
          client.getTransportSocket().write(bytes);
          client.sendFrame('COMMIT', { transaction }, { onReceipt: resolve, onError: reject }).end();
        }),
    );
  }

  /** Sends messages that nobody needs to wait for, and that may be lost. False when they were dropped at once. */
  announce(messages: readonly OutgoingMessage[]): boolean {
    const socket = this.#link.client?.getTransportSocket();
    if (!socket || socket.writableLength > announcementBacklogBytes) return false;
    socket.write(encodeFrames(messages.map((message) => sendFrame(message, {}))));
    return true;
  }

  /** Waits for what was sent to be handled by the broker; may be called twice. */
  close(): Promise<void> {
    return this.#link.close();
  }
}

/**
 * The broker answers the first message by itself, as of a whole transaction it says only that it failed: why it refuses a
 * message comes another way, and may come later. `_receipts` is a private field of stompit, so its version is pinned.
 */
function expectReceipt(client: StompClient, id: string): void {
  (client as unknown as { _receipts: Record<string, () => void> })._receipts[id] = () => undefined;
}

const sendFrame = ({ destination, headers, body }: OutgoingMessage, delivery: Headers): Frame => ({
  command: 'SEND',
  headers: { destination, 'content-length': body.length, ...delivery, ...headers },
  body,
});
