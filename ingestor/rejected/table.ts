import type { LetterSummary } from './letter.ts';
import { visible } from './visible.ts';

export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
}

/** Aligned columns, two spaces apart, no line longer than `width`. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[], width = Infinity): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, at) => lines.reduce((most, line) => Math.max(most, (line[at] ?? '').length), 0));
  return lines
    .map((line) => {
      const cells = columns.map(({ numeric }, at) => {
        const cell = line[at] ?? '';
        return numeric ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
      });
      return cut(`  ${cells.join('  ')}`.trimEnd(), width);
    })
    .join('\n');
}

const cut = (line: string, width: number): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);

/** How many letters there are of each reason code, the most frequent first. */
export function countByCode(letters: Iterable<{ readonly code: string }>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of letters) counts.set(code, (counts.get(code) ?? 0) + 1);
  return new Map([...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1)));
}

export const countTable = (counts: ReadonlyMap<string, number>): string =>
  table(
    [{ title: 'reason code' }, { title: 'count', numeric: true }],
    [...counts].map(([code, count]) => [visible(code), number(count)]),
  );

export interface LetterTableOptions {
  /** An instant (ms since the epoch) as the site's clock shows it. */
  readonly siteTime: (instant: number) => string;
  /** Characters of an id that tell it from all others. */
  readonly idLength: number;
  readonly width: number | undefined;
}

/** One line per letter, in the order of the queue. */
export function letterTable(letters: readonly LetterSummary[], options: LetterTableOptions): string {
  const columns = [
    { title: 'no', numeric: true },
    { title: 'id' },
    { title: 'rejected' },
    { title: 'topic' },
    { title: 'reason code' },
    { title: 'bytes', numeric: true },
    { title: 'reason' },
  ];
  const rows = letters.map((letter, at) => [
    number(at + 1),
    visible(letter.id.slice(0, options.idLength)),
    options.siteTime(letter.rejectedAt),
    shorten(visible(letter.topic), 48),
    visible(letter.code),
    number(letter.bytes),
    visible(letter.reason),
  ]);
  return table(columns, rows, options.width);
}

/** The end of a topic names the device. */
const shorten = (text: string, most: number): string => (text.length > most ? `…${text.slice(1 - most)}` : text);

/** How many characters, 8 at least, are enough to tell ids apart. */
export function uniqueLength(ids: readonly string[]): number {
  const different = [...new Set(ids)].sort();
  return different.reduce((length, id, at) => Math.max(length, sharedLength(id, different[at + 1] ?? '') + 1), 8);
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

export const number = (value: number): string => value.toLocaleString('en');

/** `1 dead letter`, `2,000 dead letters`. */
export const deadLetters = (count: number): string => `${number(count)} dead letter${count === 1 ? '' : 's'}`;

/** The site's wall clock: `2026-11-01 06:00:00`. */
export function siteClock(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => format.format(instant);
}
