import { setTimeout as sleep } from 'node:timers/promises';
import type { Headers } from '../envelope.ts';
import type { StompClient } from './stomp.ts';

/** A subscription, as the watchdog sees it. */
export interface Watched {
  /** The present connection, if there is one. */
  readonly client: StompClient | undefined;
  /** Whether all that has been delivered is acknowledged. */
  readonly idle: boolean;
  /** Subscribes anew on the present connection. */
  renew(): void;
  /** Gives the present connection up. */
  drop(reason: string): void;
}

export interface WatchdogTimes {
  /** Nothing delivered for so long is worth a look. */
  readonly quietMs: number;
  /** What a broker that lives needs to answer, at most. */
  readonly answerMs: number;
}

const usual: WatchdogTimes = { quietMs: 60_000, answerMs: 10_000 };
/** What had been held up comes at once with the new subscription. */
const relievedMs = 1000;
const never = Number.NEGATIVE_INFINITY;

/**
 * Suspects a subscription over which nothing comes, though its connection stands: a broker may have stopped reading, or
 * believe that we hold what we have acknowledged. Nothing is in hand then, so subscribing anew costs nothing; a broker that
 * does not answer to it is left. `onStall` is called when it had been a stall indeed, and not just a quiet time.
 */
export class Watchdog {
  readonly #watched: Watched;
  readonly #onStall: () => void;
  readonly #times: WatchdogTimes;
  #timer: NodeJS.Timeout | undefined;
  #quiet = false;
  #renewedAt = never;

  constructor(watched: Watched, onStall: () => void, times: WatchdogTimes = usual) {
    this.#watched = watched;
    this.#onStall = onStall;
    this.#times = times;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), this.#times.quietMs);
  }

  /** Call with every message. */
  delivered(message: { readonly headers: Headers }): void {
    this.#quiet = false;
    if (this.#renewedAt === never) return;
    const waited = this.#renewedAt - Number(message.headers.timestamp ?? Number.NaN);
    if (Date.now() - this.#renewedAt < relievedMs && waited > this.#times.quietMs / 2) this.#onStall();
    this.#renewedAt = never;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { client, idle } = this.#watched;
    const quiet = this.#quiet && idle;
    this.#quiet = true;
    if (client && quiet) void this.#probe(client);
  }

  async #probe(client: StompClient): Promise<void> {
    const { promise: answer, resolve } = Promise.withResolvers<true>();
    this.#renewedAt = Date.now();
    this.#watched.renew();
    // Frames are handled in order: the receipt of this one comes after the subscription. It changes nothing.
    client.begin().abort({ onReceipt: () => resolve(true) } as never);
    const answered = await Promise.race([answer, sleep(this.#times.answerMs, false, { ref: false })]);
    if (answered || this.#watched.client !== client) return;
    this.#onStall();
    this.#watched.drop(`no answer within ${this.#times.answerMs / 1000} s to a question after a quiet time`);
  }
}
