import { backoffMs, pause } from '../../shared/backoff.ts';
import type { Logger } from '../../shared/logger.ts';
import { Outage } from '../../shared/outage.ts';
import type { Metering } from './metering.ts';
import { Conflict } from './recompute.ts';

const everyMs = 1000;
const sweepEveryMs = 60_000;

/**
 * Keeps the ledger current beside the readings: writes it every second, computes again what has to be, and sweeps at start and
 * every minute. It takes turns with the batches of readings, so that neither sees the other half-done.
 */
export class LedgerKeeper {
  readonly #metering: Metering;
  readonly #outage: Outage;
  readonly #onWaiting: (devices: number) => void;
  readonly #closing = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;

  constructor(metering: Metering, logger: Logger, onWaiting: (devices: number) => void) {
    this.#metering = metering;
    this.#outage = new Outage('The daily ledger', logger);
    this.#onWaiting = onWaiting;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Does something in a turn of its own. */
  async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return await mine;
  }

  /** Ends, and writes the ledger a last time. What cannot be written now, the sweep of the next start makes up for. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    if (!this.#outage.lasting) await this.#metering.flush().catch(() => undefined);
  }

  /** Ends without waiting. */
  abandon(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let sweptAt = Number.NEGATIVE_INFINITY;
    let failures = 0;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await this.undisturbed(async () => {
          await this.#metering.work(signal);
          if (performance.now() - sweptAt < sweepEveryMs || signal.aborted) return;
          await this.#metering.sweep();
          sweptAt = performance.now();
        });
        this.#outage.ended();
        failures = 0;
      } catch (error) {
        // Two who repair the same day give way to each other: no outage, and tried again like one.
        if (!(error instanceof Conflict)) this.#outage.began(error);
        failures += 1;
      }
      this.#onWaiting(this.#metering.repairs.size);
      // Readings have the machine for as long as the repairs had it.
      const rest = Math.max(everyMs, performance.now() - began);
      await pause(failures > 0 ? Math.max(rest, backoffMs(failures - 1)) : rest, signal);
    }
  }
}
