import type { Headers } from '../envelope.ts';
import { type LinkOptions, StompLink } from './link.ts';

export interface OutgoingMessage {
  /** `/queue/…` or `/topic/…`. */
  readonly destination: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What may wait in the socket for a broker that does not read, before announcements are dropped. */
const announcementBacklogBytes = 4 * 1024 * 1024;

/** Sends messages to the broker. */
export class Publisher {
  readonly #link: StompLink;

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
    await this.#link.use(
      (client) =>
        new Promise<void>((resolve, reject) => {
          const socket = client.getTransportSocket();
          socket.cork();
          const transaction = client.begin();
          for (const { destination, headers, body } of messages) {
            transaction.send({ destination, persistent: 'true', 'content-length': body.length, ...headers }).end(body);
          }
          transaction.commit({ onReceipt: resolve, onError: reject });
          socket.uncork();
        }),
    );
  }

  /** Sends a message that nobody needs to wait for, and that may be lost. False when it was dropped at once. */
  announce({ destination, headers, body }: OutgoingMessage): boolean {
    const client = this.#link.client;
    if (!client || client.getTransportSocket().writableLength > announcementBacklogBytes) return false;
    client.send({ destination, 'content-length': body.length, ...headers }).end(body);
    return true;
  }

  /** Waits for what was sent to be handled by the broker; may be called twice. */
  close(): Promise<void> {
    return this.#link.close();
  }
}
