import { roundEstimate } from '../../shared/leak-cost.ts';

/** At the site's clock. */
export interface Moment {
  /** `14:02`. */
  readonly time: string;
  /** `23 nov.`; absent when it is today. */
  readonly date?: string;
}

/** Numbers and times as the readers of one language write them, at the site's clock. Times are ms since the epoch. */
export interface Formats {
  /** Two decimals, without the unit: `5,20`. */
  pressure(bar: number): string;
  /** `5,20 bar`. */
  bar(bar: number): string;
  /** `1,8 bar/h`. */
  rate(barPerHour: number): string;
  /** A number of things: `60 480`. */
  count(things: number): string;
  /** One decimal, without the unit: `1 234,5`. */
  energy(kWh: number): string;
  /** An estimate, to two digits: `≈ 1 500 €`. */
  euros(amount: number): string;
  /** `14:02`. */
  clock(at: number): string;
  /** `14:02:12`. */
  exactClock(at: number): string;
  /** `23 nov.`, with the year where it is another one; undefined when it is today. */
  dateUnlessToday(at: number): string | undefined;
  moment(at: number): Moment;
  /** `23 nov.` of a local day `YYYY-MM-DD`, with the year where it is another one. */
  day(localDay: string): string;
  /** `il y a 12 s`. */
  age(at: number): string;
  /** `2 h 10 min`: the two largest units. */
  duration(ms: number): string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export function createFormats(locale: string, timeZone: string, now: number): Formats {
  const number = (digits: number) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return (value: number) => plain(format.format(value));
  };
  const time = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: number) => plain(format.format(at));
  };
  const inDays = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'short' });
  const clockParts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const dayParts = { day: 'numeric', month: 'short' } as const;
  const pressure = number(2);
  const shortDate = time(dayParts);
  const longDate = time({ ...dayParts, year: 'numeric' });
  const money = (fractions: number) => {
    const digits = { minimumFractionDigits: fractions, maximumFractionDigits: fractions };
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', ...digits });
    return (value: number) => plain(format.format(value));
  };
  const year = time({ year: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const days = (value: number) => plain(inDays.format(value));
  // The symbols of the international system, in every language: `4 h` is shorter than `4 hrs`, and `4 Std.`.
  const inUnit = (symbol: string) => (value: number) => `${value} ${symbol}`;
  const [hours, minutes, seconds] = [inUnit('h'), inUnit('min'), inUnit('s')];
  const clock = time(clockParts);
  const dateUnlessToday = (at: number) => {
    if (longDate(at) === longDate(now)) return undefined;
    return year(at) === year(now) ? shortDate(at) : longDate(at);
  };

  return {
    pressure,
    bar: (bar) => `${pressure(bar)} bar`,
    count: number(0),
    energy: number(1),
    rate: (barPerHour) => `${number(1)(barPerHour)} bar/h`,
    euros: (amount) => `≈ ${money(amount < 10 ? 2 : 0)(roundEstimate(amount))}`,
    clock,
    exactClock: time({ ...clockParts, second: '2-digit' }),
    dateUnlessToday,
    moment(at) {
      const date = dateUnlessToday(at);
      return { time: clock(at), ...(date !== undefined && { date }) };
    },
    day(localDay) {
      const options = {
        timeZone: 'UTC',
        ...dayParts,
        ...(localDay.slice(0, 4) !== year(now) && { year: 'numeric' as const }),
      };
      return plain(new Intl.DateTimeFormat(locale, options).format(Date.parse(`${localDay}T00:00:00Z`)));
    },
    age(at) {
      const ms = Math.max(0, now - at);
      const [size, name] = ms < 2 * minute ? ([second, 'second'] as const) : largest(ms);
      return plain(relative.format(-Math.floor(ms / size), name));
    },
    duration(ms) {
      const whole = Math.max(0, ms);
      if (whole < minute) return seconds(Math.floor(whole / second));
      if (whole < hour) return minutes(Math.floor(whole / minute));
      const [large, small, size, rest] = whole < day ? [hours, minutes, hour, minute] : [days, hours, day, hour];
      const remainder = Math.floor((whole % size) / rest);
      return `${large(Math.floor(whole / size))}${remainder > 0 ? ` ${small(remainder)}` : ''}`;
    },
  };
}

const largest = (ms: number) =>
  ms < 2 * hour ? ([minute, 'minute'] as const) : ms < 2 * day ? ([hour, 'hour'] as const) : ([day, 'day'] as const);

/** Subjects and plain text get ordinary spaces: not every phone shows the narrow one that French numbers have. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
