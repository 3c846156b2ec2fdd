import type { Language } from '../../shared/language.ts';
import type { LedgerDay } from '../../shared/ledger.ts';
import { type Headings, headings } from './headings.ts';

export interface Csv {
  /** Both end with a line feed after a carriage return (RFC 4180). */
  readonly heading: string;
  line(day: LedgerDay): string;
}

/** Makes the lines of a spreadsheet: a comma and decimal points in English, else a semicolon and decimal commas. */
export function createCsv(language: Language, timeZone: string, withEnergy: boolean): Csv {
  const english = language === 'en';
  const separator = english ? ',' : ';';
  const titles = headings[language];
  // Sweden writes dates as ISO does.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const time = (at: string | undefined): string => (at === undefined ? '' : clock.format(new Date(at)));
  // At most six decimals, none of them invented; never in scientific notation.
  const decimal = (value: number | undefined): string => {
    if (value === undefined) return '';
    const digits = value.toFixed(6).replace(/\.?0+$/, '');
    return english ? digits : digits.replace('.', ',');
  };
  const columns: readonly [keyof Headings, (day: LedgerDay) => string][] = [
    ['day', ({ day }) => day],
    ['deviceId', ({ deviceId }) => harmless(deviceId)],
    ['device', ({ device }) => harmless(device)],
    ['readings', ({ readings }) => String(readings)],
    ['expected', ({ expected }) => String(expected)],
    ['missing', ({ missing }) => String(missing)],
    ['gaps', ({ gaps }) => gaps.map(({ from, to }) => `${time(from)} – ${time(to)}`).join(' / ')],
    ['firstAt', ({ firstAt }) => time(firstAt)],
    ['lastAt', ({ lastAt }) => time(lastAt)],
    ...(withEnergy
      ? ([
          ['consumption', ({ consumption }) => decimal(consumption)],
          ['startIndex', ({ startIndex }) => decimal(startIndex)],
          ['endIndex', ({ endIndex }) => decimal(endIndex)],
          ['firstIndex', ({ firstIndex }) => decimal(firstIndex)],
          ['lastIndex', ({ lastIndex }) => decimal(lastIndex)],
          ['resets', ({ resets }) => (resets === undefined ? '' : String(resets))],
        ] as const satisfies readonly [keyof Headings, (day: LedgerDay) => string][])
      : []),
    ['quality', ({ quality }) => quality.join(' ')],
  ];
  const special = english ? /[",\r\n]/ : /[";\r\n]/;
  const row = (cells: readonly string[]): string =>
    `${cells.map((cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)}\r\n`;
  return {
    heading: row(columns.map(([key]) => titles[key])),
    line: (day) => row(columns.map(([, cell]) => cell(day))),
  };
}

/** A spreadsheet takes what begins with one of these for a formula, and a device may have any name. */
const harmless = (text: string): string => (/^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
