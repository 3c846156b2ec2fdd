import { setTimeout as sleep } from 'node:timers/promises';

/** Bounds of an exponential backoff, in milliseconds. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

const defaultBackoff: BackoffLimits = { firstMs: 100, mostMs: 5000 };

/**
 * The wait before attempt `attempt` (0 is the first repetition): doubling up to the limit, half of it random so that
 * several processes that lost the same server do not come back in step.
 */
export function backoffMs(attempt: number, limits: BackoffLimits = defaultBackoff, random = Math.random): number {
  const full = Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (random() * full) / 2;
}

/** Waits that long, or until the signal is aborted; never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
