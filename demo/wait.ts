import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 200;
/** Nothing moved for so long: it will not. Machines can be slow, so there is no limit as long as something moves. */
const patienceMs = 60_000;

/** Waits so long, or until the signal is aborted; never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Looks again and again until `look` says true. Gives up (false) when what it said (a figure that moves as long as there
 * is progress) has not changed for a minute, or when the signal is aborted.
 */
export async function until(
  look: () => Promise<true | number>,
  signal: AbortSignal,
  patience = patienceMs,
): Promise<boolean> {
  let last: number | undefined;
  let movedAt = Date.now();
  while (!signal.aborted) {
    const seen = await look();
    if (seen === true) return true;
    if (seen !== last) movedAt = Date.now();
    else if (Date.now() - movedAt > patience) return false;
    last = seen;
    await pause(lookEveryMs, signal);
  }
  return false;
}
