import { pause } from '../shared/backoff.ts';

/** Something that is looked at again and again. Both may be called twice. */
export interface Watch {
  start(): void;
  /** Resolves when a look that had begun is over. */
  close(): Promise<void>;
}

/** Looks at once, and again `lookMs` after each look, from `start` until `close`. `look` must not throw. */
export function createWatch(lookMs: number, look: () => Promise<void>): Watch {
  const closing = new AbortController();
  let running: Promise<void> | undefined;
  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await look();
      await pause(lookMs, closing.signal);
    }
  }
  return {
    start() {
      running ??= run();
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}
