import { setTimeout as sleep } from 'node:timers/promises';

/** Far beyond what a busy machine needs: it ends a test that would never end. */
const limitMs = 60_000;

/** Waits until `look` gives something that is neither false nor undefined, and returns it; throws with `what` when it never does. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limit = limitMs,
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + limit;
  let problem: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== false && seen !== undefined) return seen as Exclude<T, false | undefined>;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${limit / 1000} s in vain for ${what}`, { cause: problem });
    await sleep(25);
  }
}
