import { once } from 'node:events';
import { backoffMs, pause } from '../backoff.ts';
import type { ActivemqConfig } from '../config/common.ts';
import { type Logger, withoutCredentials } from '../logger.ts';
import type { CountReconnect } from '../metrics.ts';
import { Outage } from '../outage.ts';
import { connectStomp, type StompClient } from './stomp.ts';

export interface LinkOptions {
  readonly config: ActivemqConfig;
  /** What this connection is for, in logs: `readings`. */
  readonly purpose: string;
  readonly logger: Logger;
  /** Called with every new connection, before it is handed to anyone. */
  readonly onConnected?: (client: StompClient) => void;
  /** Called when a connection that had been established is gone. */
  readonly onLost?: () => void;
  /** Counts every connection but the first. */
  readonly onReconnect?: CountReconnect;
}

const farewellMs = 2000;
const steadyMs = 10_000;

/**
 * A STOMP connection that comes back: it tries the addresses in turn, with backoff and jitter, until closed.
 */
export class StompLink {
  readonly #options: LinkOptions;
  readonly #outage: Outage;
  readonly #closing = new AbortController();
  #connectedBefore = false;
  #client: StompClient | undefined;
  /** Tells those who use the present connection that it is gone. */
  readonly #users = new Set<(reason: Error) => void>();
  #waiting = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#outage = new Outage(`ActiveMQ (${options.purpose})`, options.logger);
  }

  /** Begins to connect, and returns at once. */
  start(): void {
    this.#options.onReconnect?.('activemq', this.#options.purpose, 0);
    this.#running ??= this.#run();
  }

  get client(): StompClient | undefined {
    return this.#client;
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  /** Resolves when connected, or when the link is closed. */
  async whenConnected(): Promise<void> {
    while (!this.#client && !this.#closing.signal.aborted) await this.#waiting.promise;
  }

  /** Runs something on the present connection; rejects when there is none, or when it is lost meanwhile. */
  async use<T>(work: (client: StompClient) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (!client) throw new Error('not connected to ActiveMQ');
    // Not a race against one promise of the connection's: it would remember every race until the connection ends.
    const { promise: gone, reject } = Promise.withResolvers<never>();
    this.#users.add(reject);
    try {
      return await Promise.race([work(client), gone]);
    } finally {
      this.#users.delete(reject);
    }
  }

  /** Gives the present connection up and opens another one. */
  drop(reason: string): void {
    this.#client?.destroy(new Error(reason));
  }

  /** Says good-bye, so that the broker has handled all that was sent; may be called twice. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#waiting.resolve();
    const client = this.#client;
    if (client) {
      const ended = Promise.withResolvers<void>();
      const timer = setTimeout(ended.resolve, farewellMs);
      client.disconnect(() => ended.resolve());
      await ended.promise;
      clearTimeout(timer);
      client.destroy(new Error('closed'));
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    const { config, logger, purpose } = this.#options;
    const signal = this.#closing.signal;
    for (let attempt = 0; !signal.aborted; attempt++) {
      const address = config.urls[attempt % config.urls.length] as string;
      try {
        const client = await connectStomp(address, config);
        const lost = lossOf(client);
        if (signal.aborted) return client.destroy(new Error('closed'));
        const server = withoutCredentials(address);
        logger.info({ server, purpose }, `connected to ActiveMQ for ${purpose}`);
        this.#outage.ended();
        const connectedAt = Date.now();
        this.#established(client);
        const error = await lost;
        this.#lost(error);
        if (signal.aborted) return;
        this.#outage.began(error);
        // A broker that accepts us and throws us out again is no success.
        if (Date.now() - connectedAt > steadyMs) attempt = -1;
      } catch (error) {
        this.#outage.began(error);
        // All addresses are tried before the first wait.
        if ((attempt + 1) % config.urls.length !== 0) continue;
      }
      await pause(backoffMs(Math.max(0, Math.floor(attempt / config.urls.length))), signal);
    }
  }

  #established(client: StompClient): void {
    this.#client = client;
    if (this.#connectedBefore) this.#options.onReconnect?.('activemq', this.#options.purpose, 1);
    this.#connectedBefore = true;
    this.#options.onConnected?.(client);
    this.#waiting.resolve();
  }

  #lost(error: Error): void {
    this.#client = undefined;
    this.#waiting = Promise.withResolvers<void>();
    for (const reject of this.#users) reject(error);
    this.#options.onLost?.();
  }
}

/** Resolves with the reason when the connection ends, by whichever of stompit's ways. */
function lossOf(client: StompClient): Promise<Error> {
  const { promise, resolve } = Promise.withResolvers<Error>();
  client.on('error', resolve);
  client.on('end', () => resolve(new Error('the connection ended')));
  once(client.getTransportSocket(), 'close').then(
    () => resolve(new Error('the connection was closed')),
    (error) => resolve(error as Error),
  );
  return promise;
}
