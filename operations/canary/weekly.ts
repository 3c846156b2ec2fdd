import { Temporal } from 'temporal-polyfill';

/** A time of every week, at the site's clock. */
export interface Weekly {
  /** 1 (Monday) to 7. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

const days = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const pattern = /^(Mo|Tu|We|Th|Fr|Sa|Su) ([01]\d|2[0-3]):([0-5]\d)$/;
/** After a run that came to no end it is tried again so much later. */
const retryMs = 60 * 60_000;

/** Reads `Mo 08:00`. */
export function readWeekly(text: string): Weekly | undefined {
  const [, day = '', hour, minute] = pattern.exec(text) ?? [];
  return day === '' ? undefined : { weekday: days.indexOf(day) + 1, minuteOfDay: Number(hour) * 60 + Number(minute) };
}

/** The latest instant (ms) not after `now` at which the site's clock shows this time of the week. */
export function latestWeekly({ weekday, minuteOfDay }: Weekly, timeZone: string, now: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  const day = today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 });
  const at = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  return at(day) <= now ? at(day) : at(day.subtract({ days: 7 }));
}

/**
 * Whether a canary is to be sent now: none came to an end since it was last due. A service that has just been installed waits
 * for the next time; one that was away then makes up for it.
 */
export function isCanaryDue(options: {
  readonly weekly: Weekly;
  readonly timeZone: string;
  /** When the last run began that came to an end (ms), passed or not; undefined: there is none. */
  readonly lastRun: number | undefined;
  readonly serviceStarted: number;
  readonly lastAttempt: number | undefined;
  readonly now: number;
}): boolean {
  const { lastRun, serviceStarted, lastAttempt, now } = options;
  const due = latestWeekly(options.weekly, options.timeZone, now);
  if ((lastRun ?? serviceStarted) >= due) return false;
  return lastAttempt === undefined || lastAttempt < due || now - lastAttempt >= retryMs;
}
