import type { Logger } from './logger.ts';

/** An outage this soon after the last one is part of the same trouble, and logged only when it lasts or keeps on. */
const relapseMs = 30_000;
const lastingMs = 5000;
const tooManyRelapses = 5;

/**
 * Says once that something is away and once that it is back, however many attempts lie between; where it comes and goes in
 * quick succession, says that once.
 */
export class Outage {
  readonly #what: string;
  readonly #logger: Logger;
  readonly #now: () => number;
  #since: number | undefined;
  #reported = false;
  #endedAt = Number.NEGATIVE_INFINITY;
  #relapses = 0;

  constructor(what: string, logger: Logger, now: () => number = Date.now) {
    this.#what = what;
    this.#logger = logger;
    this.#now = now;
  }

  get lasting(): boolean {
    return this.#since !== undefined;
  }

  /** Call at every failed attempt. */
  began(error: unknown): void {
    const now = this.#now();
    if (this.#since === undefined) {
      this.#since = now;
      this.#relapses = now - this.#endedAt < relapseMs ? this.#relapses + 1 : 0;
      if (this.#relapses === tooManyRelapses) {
        this.#logger.warn({ error: describeError(error) }, `${this.#what} keeps going away and coming back`);
      }
      if (this.#relapses === 0) this.#report(error);
    } else if (!this.#reported && now - this.#since >= lastingMs) this.#report(error);
  }

  /** Call when an attempt succeeded. */
  ended(): void {
    if (this.#since === undefined) return;
    const seconds = Math.round((this.#now() - this.#since) / 100) / 10;
    if (this.#reported) this.#logger.info({ outageSeconds: seconds }, `${this.#what} is back after ${seconds} s`);
    this.#since = undefined;
    this.#reported = false;
    this.#endedAt = this.#now();
  }

  #report(error: unknown): void {
    this.#reported = true;
    this.#logger.warn({ error: describeError(error) }, `${this.#what} is away; trying again until it is back`);
  }
}

/** One line for a log: an error's message, its code, and the same of its causes. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(describeError).join('; ');
  if (!(error instanceof Error)) return String(error);
  const known = 'code' in error && typeof error.code === 'string' && !error.message.includes(error.code);
  const code = known ? ` (${(error as Error & { code: string }).code})` : '';
  const said = `${error.message || error.name}${code}`;
  // A library that wraps an error often repeats it.
  const cause = error.cause === undefined ? '' : describeError(error.cause);
  return cause === '' || said.includes(cause) ? said : `${said}: ${cause}`;
}
