import type stompit from 'stompit';
import type { Headers } from '../envelope.ts';
import { Inbox } from '../inbox.ts';
import { divertMessages } from './diverted-messages.ts';
import { type LinkOptions, StompLink } from './link.ts';
import type { Message } from './message.ts';
import type { StompClient } from './stomp.ts';
import { Watchdog, type WatchdogTimes } from './watchdog.ts';

/** A message received from a queue and not yet acknowledged. Its headers may be read anew whenever they are asked for. */
export interface Delivery {
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface Batch {
  /** In the order of the queue; empty only when the consumer is closing. */
  readonly deliveries: readonly Delivery[];
  /**
   * Acknowledges this batch, and with it every earlier one. Does nothing when the connection that delivered it is gone: the
   * broker then delivers the messages again.
   */
  acknowledge(): void;
  /** False when that connection is gone: somebody else may have the messages by now. */
  readonly valid: boolean;
}

export interface ConsumerOptions extends Omit<LinkOptions, 'onConnected' | 'onLost'> {
  /** `/queue/…`. */
  readonly destination: string;
  /** How many messages the broker may hand over unacknowledged. */
  readonly prefetch: number;
  /** Called when deliveries had stalled on a standing connection, and were brought back. */
  readonly onStall?: () => void;
  readonly watchdog?: WatchdogTimes;
}

/** Beyond this, the next message stays in the socket, and the broker is slowed down by TCP. */
const bufferLimitBytes = 16 * 1024 * 1024;
const batchLimitBytes = 8 * 1024 * 1024;

/**
 * Takes messages from a queue in batches, with cumulative acknowledgement. What is not acknowledged when a connection
 * ends is delivered again: nothing is ever refused with NACK, which would send it to the broker's own dead letters.
 */
export class Consumer {
  readonly #options: ConsumerOptions;
  readonly #link: StompLink;
  readonly #inbox = new Inbox<Message>(bufferLimitBytes, ({ size }) => size);
  readonly #watchdog: Watchdog;
  #connection: StompClient | undefined;
  #subscription: ReturnType<StompClient['subscribe']> | undefined;
  /** A batch has been handed out and is not acknowledged. */
  #inHand = false;

  constructor(options: ConsumerOptions) {
    this.#options = options;
    this.#link = new StompLink({
      ...options,
      onConnected: (client) => {
        divertMessages(client, (message, subscription) => this.#receive(client, message, subscription));
        this.#subscribe(client);
      },
      onLost: () => this.#forget(),
    });
    const consumer = this;
    this.#watchdog = new Watchdog(
      {
        get client() {
          return consumer.#connection;
        },
        get idle() {
          return consumer.#inbox.length === 0 && !consumer.#inHand;
        },
        renew: () => this.#renew(),
        drop: (reason) => this.#link.drop(reason),
      },
      () => options.onStall?.(),
      options.watchdog,
    );
  }

  start(): void {
    this.#link.start();
    this.#watchdog.start();
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  /** Waits for a message, and takes as many as are there. Take the next batch only when done with this one. */
  async nextBatch(most: number): Promise<Batch> {
    const deliveries = await this.#inbox.take(most, batchLimitBytes);
    const connection = this.#connection;
    this.#inHand = true;
    const stands = () => connection !== undefined && connection === this.#connection;
    return {
      deliveries,
      get valid() {
        return stands();
      },
      acknowledge: () => {
        this.#inHand = false;
        const last = deliveries.at(-1);
        if (last && stands()) {
          connection?.ack({ headers: last.headers } as unknown as stompit.Client.Message);
        }
      },
    };
  }

  /** Hands out no further batch; the present one may still be acknowledged. */
  stopIntake(): void {
    this.#inbox.close();
  }

  /** Waits until the broker has handled the acknowledgements; may be called twice. */
  async close(): Promise<void> {
    this.stopIntake();
    this.#watchdog.close();
    await this.#link.close();
  }

  #subscribe(client: StompClient): void {
    this.#connection = client;
    const headers = {
      destination: this.#options.destination,
      ack: 'client',
      'activemq.prefetchSize': this.#options.prefetch,
    };
    // Messages do not come this way, and of the connection's errors the link takes care.
    this.#subscription = client.subscribe(headers, () => undefined);
  }

  #renew(): void {
    this.#subscription?.unsubscribe();
    if (this.#connection) this.#subscribe(this.#connection);
  }

  #receive(client: StompClient, message: Message, subscription: string | undefined): void {
    // A late message of a connection that is gone would be acknowledged on the wrong one. What the broker hands over to an
    // old subscription while a new one is made comes again with the new one.
    if (client !== this.#connection || subscription !== String(this.#subscription?.getId())) return;
    this.#watchdog.delivered(message);
    this.#inbox.put(message);
    if (!this.#inbox.full) return;
    const socket = client.getTransportSocket().pause();
    this.#inbox.whenRoom(() => socket.resume());
  }

  #forget(): void {
    this.#connection = undefined;
    this.#inbox.retain(() => false);
  }
}
