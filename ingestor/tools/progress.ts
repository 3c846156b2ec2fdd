import type { Terminal } from '../rejected/terminal.ts';

export interface Progress {
  /** One more is done; `what` it was. */
  step(what: string): void;
  end(): void;
}

const width = 24;

export const number = (count: number): string => count.toLocaleString('en');

/** A bar on the terminal's last line; nothing where nobody watches. */
export function createProgress(terminal: Terminal, total: number): Progress {
  let done = 0;
  return {
    step(what) {
      done += 1;
      const full = Math.round((width * done) / total);
      terminal.overwrite?.(
        `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor((100 * done) / total)).padStart(3)} %  ${what}`,
      );
    },
    end() {
      terminal.overwrite?.('');
    },
  };
}
