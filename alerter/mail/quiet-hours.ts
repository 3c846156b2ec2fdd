import { z } from 'zod';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;

/** Hours of the week in which nobody is reminded: minutes since Monday 0:00 at the site, `to` may lie beyond the week's end. */
export type QuietHours = readonly { readonly from: number; readonly to: number }[];

const pattern = /^(?:([A-Za-z]{3})(?:-([A-Za-z]{3}))?\s+)?(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;

/** `22:00-06:00`, `Mon-Fri 20:00-07:00, Sat-Sun 00:00-24:00`: the end may lie on the next day; the day is that of the start. */
export const quietHours = () =>
  z.string().transform((value, context): QuietHours => {
    const read = value.split(',').map((part) => ({ part: part.trim(), spans: readSpans(part.trim()) }));
    const wrong = read.find(({ spans }) => spans === undefined);
    if (wrong) {
      const message = `'${wrong.part}' is not hours such as 22:00-06:00 or Mon-Fri 20:00-07:00`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return read.flatMap(({ spans = [] }) => spans);
  });

function readSpans(text: string): QuietHours | undefined {
  const [matched, firstDay, lastDay, ...times] = pattern.exec(text) ?? [];
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
  if (matched === undefined || fromMinute > 59 || toMinute > 59) return undefined;
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  if (from >= minutesPerDay || to > minutesPerDay || from === to) return undefined;
  const first = dayNumber(firstDay ?? 'mon');
  const last = dayNumber(lastDay ?? firstDay ?? 'sun');
  if (first < 0 || last < 0) return undefined;
  // Sat-Mon goes over the end of the week.
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => {
    const start = ((first + index) % 7) * minutesPerDay;
    return { from: start + from, to: start + to + (to < from ? minutesPerDay : 0) };
  });
}

const dayNumber = (name: string): number => days.indexOf(name.toLowerCase() as (typeof days)[number]);

/** Whether an instant (ms since the epoch) lies in quiet hours, by the site's clock. */
export function isQuiet(hours: QuietHours, at: number, timeZone: string): boolean {
  if (hours.length === 0) return false;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const minute = dayNumber(part('weekday')) * minutesPerDay + Number(part('hour')) * 60 + Number(part('minute'));
  return hours.some(
    ({ from, to }) =>
      (minute >= from && minute < to) || (minute + minutesPerWeek >= from && minute + minutesPerWeek < to),
  );
}
