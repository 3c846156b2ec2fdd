import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../shared/language.ts';
import { decimalsOf, suffixOf } from '../lens/format.ts';
import type { Bucket, Unit } from '../panel.ts';
import { type Texts, texts } from '../texts/index.ts';

/** How a preview writes figures and times. */
export interface Writer {
  readonly words: Texts;
  figure(value: number | null, unit: Unit): string;
  /** The same without decimals that are 0. */
  axisFigure(value: number, unit: Unit): string;
  readonly timeZone: string;
  /** The key of a cell as people read it. */
  key(bucket: Bucket | undefined, key: string | number): string;
  /** The site's wall clock as if it were UTC, for scales that know no time zone. */
  wallClock(instant: number): number;
}

export function createWriter(language: Language, timeZone: string): Writer {
  const words = texts[language];
  // Readers are in Europe, whatever they read: no 10/27, and no PM.
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const moment = format({ day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' });
  const byInterval = {
    auto: moment,
    '1h': format({ hour: '2-digit', minute: '2-digit' }),
    '1d': format({ weekday: 'short', day: '2-digit', month: '2-digit' }),
    '1w': format({ day: '2-digit', month: '2-digit' }),
    '1M': format({ month: 'short', year: 'numeric' }),
  };
  const written = (value: number, unit: Unit, minimumFractionDigits: number): string => {
    const digits = { minimumFractionDigits, maximumFractionDigits: decimalsOf[unit] };
    if (unit === 'share') return new Intl.NumberFormat(language, { style: 'percent', ...digits }).format(value);
    return new Intl.NumberFormat(language, digits).format(value) + suffixOf(unit, words.days);
  };
  return {
    words,
    timeZone,
    figure(value, unit) {
      if (value === null) return '–';
      return unit === 'time' ? moment.format(value) : written(value, unit, decimalsOf[unit]);
    },
    axisFigure: (value, unit) => written(value, unit, 0),
    key(bucket, key) {
      if (bucket?.by === 'time') return byInterval[bucket.every].format(Number(key));
      if (bucket?.by === 'conditions') return words.labels[key as keyof Texts['labels']];
      if (bucket?.by === 'terms' && bucket.field === 'localWeekday') return words.weekdays[Number(key) - 1] ?? '';
      if (bucket?.by === 'terms' && bucket.field === 'quality')
        return words.flags[key as keyof Texts['flags']] ?? String(key);
      if (bucket?.by === 'terms' && bucket.field === 'reasonCode')
        return words.reasons[key as keyof Texts['reasons']] ?? String(key);
      return String(key);
    },
    wallClock: (instant) =>
      Temporal.Instant.fromEpochMilliseconds(instant)
        .toZonedDateTimeISO(timeZone)
        .toPlainDateTime()
        .toZonedDateTime('UTC').epochMilliseconds,
  };
}
