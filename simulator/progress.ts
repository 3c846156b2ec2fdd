export interface Progress {
  /** One line for the person who watches. */
  readonly say: (line: string) => void;
  /** A reading of the instant `at` (ms since 1970) went out; it was the `count`th. */
  sent(at: number, count: number): void;
  end(summary: string): void;
}

interface ProgressOptions {
  /** The back-fill's span, ms since 1970. */
  readonly from: number;
  readonly until: number;
  readonly quiet: boolean;
}

const stream = process.stderr;

/** On stderr: a line that is rewritten on a terminal, else a plain line now and then. */
export function createProgress({ from, until, quiet }: ProgressOptions): Progress {
  const started = Date.now();
  const everyMs = stream.isTTY ? 250 : 5000;
  let shownAt = started;
  let shownCount = 0;
  let drawn = false;
  let live = from >= until;

  function say(line: string): void {
    if (quiet) return;
    clear();
    stream.write(`${line}\n`);
  }

  function clear(): void {
    if (drawn) stream.write('\r\x1b[K');
    drawn = false;
  }

  function show(line: string): void {
    if (!stream.isTTY) {
      say(line);
      return;
    }
    stream.write(`\r\x1b[K${line}`);
    drawn = true;
  }

  return {
    say,
    sent(at, count) {
      const now = Date.now();
      if (!live && at >= until) {
        live = true;
        say(`back-fill done: ${count - 1} readings in ${seconds(now - started)}; going on live`);
      }
      if (quiet || now - shownAt < (live && !stream.isTTY ? 60_000 : everyMs)) return;
      const rate = ((count - shownCount) * 1000) / (now - shownAt);
      shownAt = now;
      shownCount = count;
      if (live) {
        show(`live: ${count} readings`);
        return;
      }
      const done = (at - from) / (until - from);
      const left = done > 0 ? ((now - started) * (1 - done)) / done : Number.NaN;
      show(`back-fill: ${Math.floor(done * 100)} %, ${count} readings, ${Math.round(rate)}/s, ${seconds(left)} left`);
    },
    end(summary) {
      say(`${summary}, in ${seconds(Date.now() - started)}`);
    },
  };
}

function seconds(ms: number): string {
  if (!Number.isFinite(ms)) return '?';
  const total = ms / 1000;
  if (total < 90) return `${total.toFixed(1)} s`;
  return total < 5400 ? `${Math.round(total / 60)} min` : `${(total / 3600).toFixed(1)} h`;
}
