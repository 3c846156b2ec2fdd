import type { Language } from '../../shared/language.ts';

/** Numbers and times as people of a language write them, in the site's time. */
export interface Format {
  /** `6,42`; a dash where there is none. */
  readonly pressure: (bar: number | undefined) => string;
  /** With its sign. */
  readonly margin: (bar: number | undefined) => string;
  /** Time of day with seconds, and the date when it is another day than `now`. */
  readonly time: (at: number, now: number) => string;
  /** Without seconds. */
  readonly shortTime: (at: number, now: number) => string;
  /** Of the site's day, 0 to 23. */
  readonly hour: (at: number) => number;
  /** `il y a 12 s`. */
  readonly age: (ageMs: number) => string;
}

const dash = '–';

export function createFormat(language: Language, timeZone: string): Format {
  const locale = language === 'en' ? 'en-GB' : language;
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
  const pressure = new Intl.NumberFormat(locale, two);
  const signed = new Intl.NumberFormat(locale, { ...two, signDisplay: 'exceptZero' });
  const clock = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  const seconds = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' });
  const minutes = new Intl.DateTimeFormat(locale, clock);
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const dayKey = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone });
  const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' });
  const timeWith = (format: Intl.DateTimeFormat) => (at: number, now: number) =>
    dayKey.format(at) === dayKey.format(now) ? format.format(at) : `${day.format(at)}, ${format.format(at)}`;

  return {
    pressure: (bar) => (bar === undefined ? dash : pressure.format(bar)),
    // Some locales have a hyphen for a minus, which is easily overlooked.
    margin: (bar) => (bar === undefined ? dash : signed.format(bar).replace('-', '\u2212')),
    time: timeWith(seconds),
    shortTime: timeWith(minutes),
    hour: (at) => Number(hour.format(at)),
    age(ageMs) {
      const age = Math.round(ageMs / 1000);
      if (age < 120) return relative.format(-age, 'second');
      if (age < 7200) return relative.format(-Math.round(age / 60), 'minute');
      if (age < 172_800) return relative.format(-Math.round(age / 3600), 'hour');
      return relative.format(-Math.round(age / 86_400), 'day');
    },
  };
}
