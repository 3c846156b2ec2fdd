import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldLease, Lease } from './lease.ts';

const pollMs = 1000;

/** Does something when nobody else changes anything, however long that takes. `tell` says once whom it waits for. */
export async function exclusively<T>(
  lease: Lease,
  what: string,
  tell: (line: string) => void,
  work: (held: HeldLease) => Promise<T>,
): Promise<T> {
  let told: string | undefined;
  for (;;) {
    const held = await lease.acquire(what);
    if (!('busy' in held)) return await work(held).finally(() => held.release().catch(() => undefined));
    const { owner, what: other, since } = held.busy;
    const line = `waiting for another run to end: ${other}, on ${owner}, since ${since}`;
    if (line !== told) tell(line);
    told = line;
    await sleep(pollMs);
  }
}
