import { inject } from 'vitest';
import { connectStomp, type StompClient } from '../../shared/activemq/stomp.ts';
import type { ActivemqConfig } from '../../shared/config/common.ts';

export interface SeenMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Looks at a destination as any STOMP client would; what it takes from a queue is gone. */
export interface Watcher {
  readonly seen: readonly SeenMessage[];
  end(): void;
}

/** The broker of the tests, which nobody signs on to. */
export const brokerAt = (url = inject('activemqUrl')): ActivemqConfig => ({
  urls: [url],
  username: undefined,
  password: undefined,
  ca: undefined,
});

const open = new Set<StompClient>();

export const connectBroker = async (url = inject('activemqUrl')): Promise<StompClient> => {
  const client = await connectStomp(url, brokerAt(url));
  client.on('error', () => undefined);
  open.add(client);
  return client;
};

/** Resolves when the broker has the subscription, so that nothing sent afterwards to a topic is missed. */
export async function watch(destination: string, url = inject('activemqUrl')): Promise<Watcher> {
  const client = await connectBroker(url);
  const seen: SeenMessage[] = [];
  client.subscribe({ destination, ack: 'auto' }, (error, message) => {
    if (error) return;
    const { headers } = message as unknown as { headers: Record<string, string> };
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => seen.push({ headers, body: Buffer.concat(chunks) }));
  });
  // Frames are handled in order: this one's receipt comes after the subscription.
  await new Promise<void>((resolve, reject) => client.begin().abort({ onReceipt: resolve, onError: reject } as never));
  return { seen, end: () => endClient(client) };
}

/** Ends whatever connections a test has opened. */
export const endBrokerClients = (): void => open.forEach(endClient);

function endClient(client: StompClient): void {
  open.delete(client);
  client.destroy(new Error('done'));
}
