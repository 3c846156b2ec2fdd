/** How something stands. The word is said as well: colours alone tell some people nothing. */
export type Health = 'ok' | 'warning' | 'broken' | 'not watched';

/** One line of the screen. */
export interface Finding {
  readonly what: string;
  readonly health: Health;
  /** How it stands, in words. */
  readonly words: string;
  /** What to do next; absent where there is nothing to do. */
  readonly next?: string;
}

/** Waits no longer for anything: a person looks at the screen. */
export const patienceMs = 5000;

const colours: Readonly<Record<Health, string>> = { ok: '32', warning: '33', broken: '31', 'not watched': '2' };
const labels: Readonly<Record<Health, string>> = {
  ok: 'ok',
  warning: 'WARNING',
  broken: 'BROKEN',
  'not watched': 'not watched',
};

/** All findings, and above them how many need somebody. Only what is broken makes the exit code 1. */
export function screen(findings: readonly Finding[], coloured: boolean): { text: string; exitCode: number } {
  const paint = (text: string, health: Health) => (coloured ? `\u001b[${colours[health]}m${text}\u001b[0m` : text);
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.flatMap(({ what, health, words, next }) => [
    `${paint(labels[health].padEnd(11), health)}  ${what.padEnd(width)}  ${words}`,
    ...(next ? [`${' '.repeat(13 + width)}  -> ${next}`] : []),
  ]);
  const broken = findings.filter(({ health }) => health === 'broken');
  const warnings = findings.filter(({ health }) => health === 'warning');
  const summary =
    broken.length > 0
      ? paint(`BROKEN: ${broken.map(({ what }) => what).join(', ')}`, 'broken')
      : warnings.length > 0
        ? paint(`WORKING, with warnings: ${warnings.map(({ what }) => what).join(', ')}`, 'warning')
        : paint('ALL WELL', 'ok');
  return { text: [summary, '', ...lines].join('\n'), exitCode: broken.length > 0 ? 1 : 0 };
}
