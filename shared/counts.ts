import type { Logger } from './logger.ts';

const reportEveryMs = 60_000;

/** Logs once a minute, at `info`, what happened in it; nothing when nothing did. `totals` are rising counts by name. */
export function reportCounts(logger: Logger, totals: () => Readonly<Record<string, number>>): { stop(): void } {
  let last = totals();
  const report = () => {
    const now = totals();
    const counts = Object.fromEntries(Object.entries(now).map(([name, total]) => [name, total - (last[name] ?? 0)]));
    last = now;
    if (Object.values(counts).some((count) => count > 0)) logger.info({ counts }, 'readings since the last report');
  };
  const timer = setInterval(report, reportEveryMs);
  return {
    stop() {
      clearInterval(timer);
      report();
    },
  };
}
