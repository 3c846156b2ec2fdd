import type stompit from 'stompit';
import { type LinkOptions, StompLink } from '../shared/activemq/link.ts';
import type { StompClient } from '../shared/activemq/stomp.ts';

export interface FeedOptions extends Pick<LinkOptions, 'config' | 'logger' | 'onReconnect'> {
  /** `/topic/…`. */
  readonly destination: string;
  /** Called with each stored document, as it came. */
  readonly onDocument: (document: unknown) => void;
  /** Called when announcements begin to come, and when they cease. */
  readonly onChange: (connected: boolean) => void;
}

/** An announcement is a stored document; a reading of the queue is never as large. */
const messageLimitBytes = 1024 * 1024;

/** Listens to the announcements of stored readings. What is missed while away is not repeated by the broker. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #link: StompLink;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#link = new StompLink({
      ...options,
      purpose: 'stored readings',
      onConnected: (client) => {
        this.#subscribe(client);
        options.onChange(true);
      },
      onLost: () => options.onChange(false),
    });
  }

  start(): void {
    this.#link.start();
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  /** May be called twice. */
  close(): Promise<void> {
    return this.#link.close();
  }

  #subscribe(client: StompClient): void {
    // The broker drops announcements for a reader that is too slow rather than keeping them: only the newest count here.
    client.subscribe({ destination: this.#options.destination, ack: 'auto' }, (error, message) => {
      if (!error) this.#receive(message);
    });
  }

  #receive(message: stompit.Client.Message): void {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= messageLimitBytes) chunks.push(chunk);
    });
    message.on('end', () => {
      if (bytes > messageLimitBytes) return;
      try {
        this.#options.onDocument(JSON.parse(Buffer.concat(chunks).toString()));
      } catch {
        // Whoever else publishes on the topic is no source of pressures.
      }
    });
  }
}
