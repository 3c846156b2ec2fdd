import { connectStomp, type StompClient } from '../shared/activemq/stomp.ts';

/** A message as ActiveMQ delivered it. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A reader of ActiveMQ's destinations, as any third party could be. */
export class Reader {
  readonly #client: StompClient;

  private constructor(client: StompClient) {
    this.#client = client;
    // When the broker goes away, the demo ends by that.
    client.on('error', () => undefined);
  }

  static async connect(url: string): Promise<Reader> {
    const login = { urls: [url], username: undefined, password: undefined, ca: undefined };
    return new Reader(await connectStomp(url, login));
  }

  /** Messages of a queue are looked at and stay there, as they are never acknowledged. */
  subscribe(destination: string, onMessage: (message: Message) => void): void {
    const ack = destination.startsWith('/queue/') ? 'client' : 'auto';
    this.#client.subscribe({ destination, ack }, (error, message) => {
      if (error) return;
      message.readString('utf-8', (problem, text) => {
        const { headers } = message as unknown as { headers: Record<string, string> };
        if (!problem && text !== undefined) onMessage({ headers, text });
      });
    });
  }

  close(): void {
    this.#client.destroy(new Error('closed'));
  }
}
