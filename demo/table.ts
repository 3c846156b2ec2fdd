import type { PartState } from './look.ts';
import type { TypeCounts } from './metrics.ts';

/** The latest stored reading of a sensor type, in words. */
export interface LatestReading {
  /** `air-1 6.52 bar` */
  readonly words: string;
  /** Since it was measured. */
  readonly ageSeconds: number;
}

/** A sensor type's row. */
export interface Row {
  readonly type: string;
  readonly counts: TypeCounts;
  readonly latest: LatestReading | undefined;
}

/** A fact that people should see, with the symbol of its state. */
export interface Notice {
  readonly symbol: '●' | '▲' | '■' | '◌';
  readonly words: string;
}

export interface View {
  readonly rows: readonly Row[];
  readonly parts: readonly PartState[];
  readonly notice: Notice;
}

/** Nothing for so long, at a reading every two seconds, is worth another symbol. */
const staleSeconds = 15;
const header = ['received', 'queued', 'stored', 'duplicates', 'rejected'];
/** With these, and the longest reading, a row fits into 80 columns; on fewer, the age goes first. */
const widths = [8, 6, 7, 10, 8];
const colours: Readonly<Record<string, string>> = { '●': '32', '▲': '31', '■': '33', '◌': '90' };
const symbols = { ready: '●', 'not ready': '■', ended: '▲' } as const;

/** The live table, in lines of at most so many columns; every state has a symbol and a word. */
export function renderTable(view: View, options: { columns: number; colour: boolean }): string[] {
  const lines = [
    '',
    `  ${'sensors'.padEnd(9)} ${cells(header)} latest`,
    ...view.rows.map(rowLine),
    '',
    ...groupLines(view.parts),
    '',
    `${view.notice.symbol} ${view.notice.words}`,
    '',
  ];
  return lines.map((line) => {
    const cut = line.slice(0, options.columns);
    return options.colour ? cut.replace(/[●▲■◌]/g, (symbol) => `\x1b[${colours[symbol]}m${symbol}\x1b[0m`) : cut;
  });
}

/** The same in one line, for a log. */
export function renderLine({ rows, notice }: View): string {
  const types = rows.map(({ type, counts }) => {
    const { received, queued, stored, duplicates, rejected } = counts;
    const figures = { received, queued, stored, duplicates, rejected };
    return `${type}: ${Object.entries(figures)
      .map(([what, count]) => `${whole(count)} ${what}`)
      .join(', ')}`;
  });
  return [...types, `${notice.symbol} ${notice.words}`].join('; ');
}

/** `12,345` */
export const whole = (count: number): string => count.toLocaleString('en');

/** `12 s`, `3 min`, `5 h`, `2 d` */
export function age(seconds: number): string {
  if (seconds < 100) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

function rowLine({ type, counts, latest }: Row): string {
  const { received, queued, stored, duplicates, rejected } = counts;
  const figures = cells([received, queued, stored, duplicates, rejected].map(whole));
  const symbol = latest && latest.ageSeconds < staleSeconds ? '●' : '◌';
  const last = latest ? `${latest.words}, ${age(latest.ageSeconds)} ago` : 'nothing yet';
  return `${symbol} ${type.padEnd(9)} ${figures} ${last}`;
}

function groupLines(parts: readonly PartState[]): string[] {
  return [...Map.groupBy(parts, ({ group }) => group)].map(([group, members]) => {
    const states = [...Map.groupBy(members, ({ state }) => state)];
    const words = states.map(([state, alike]) => `${symbols[state]} ${state}: ${alike.map(partWords).join(', ')}`);
    return `  ${group.padEnd(9)} ${words.join('   ')}`;
  });
}

function partWords({ name, missing }: PartState): string {
  return missing.length > 0 ? `${name} (waits for ${missing.join(' and ')})` : name;
}

const cells = (texts: readonly string[]): string =>
  texts.map((text, column) => text.padStart(widths[column] ?? 0)).join(' ');
