import { connectStomp, type StompClient } from '../shared/activemq/stomp.ts';
import { DemoError } from './ending.ts';

const attempts = 5;

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

  /** Tries again for a while, as a busy broker may answer too late; throws a DemoError with the last reason. */
  static async connect(url: string): Promise<Reader> {
    const login = { urls: [url], username: undefined, password: undefined, ca: undefined };
    for (let attempt = 1; ; attempt++) {
      try {
        return new Reader(await connectStomp(url, login));
      } catch (error) {
        if (attempt < attempts) continue;
        throw new DemoError(`ActiveMQ does not accept a connection for reading: ${(error as Error).message}`);
      }
    }
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
