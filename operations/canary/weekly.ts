import { Temporal } from 'temporal-polyfill';

/** A time of every week, at the site's clock. */
export interface Weekly {
  /** 1 (Monday) to 7. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

const days = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const pattern = /^(Mo|Tu|We|Th|Fr|Sa|Su) ([01]\d|2[0-3]):([0-5]\d)$/;
const hourMs = 60 * 60_000;
/** After a run that came to no end it is tried again so much later. */
const retryMs = hourMs;

/** How long after the last of so many failures in a row the next canary is sent: each of them is a mail. */
const repeatMs = (failures: number): number => Math.min(2 ** (failures - 1), 24) * hourMs;

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
 * Whether a canary is to be sent now: none came to an end since it was last due, or the last ones failed: that is repeated after
 * an hour, two, four and so on, at last once a day. A service that has just been installed waits for the next time; one that
 * was away then makes up for it.
 */
export function isCanaryDue(options: {
  readonly weekly: Weekly;
  readonly timeZone: string;
  /** When the last run began that came to an end (ms), passed or not; undefined: there is none. */
  readonly lastRun: number | undefined;
  /** How many have not got through in a row, the last one included. */
  readonly failures: number;
  readonly serviceStarted: number;
  readonly lastAttempt: number | undefined;
  readonly now: number;
}): boolean {
  const { lastRun, failures, serviceStarted, lastAttempt, now } = options;
  const due = latestWeekly(options.weekly, options.timeZone, now);
  const repeated = lastRun !== undefined && failures > 0 && now - lastRun >= repeatMs(failures);
  if ((lastRun ?? serviceStarted) >= due && !repeated) return false;
  return lastAttempt === undefined || lastAttempt < due || now - lastAttempt >= retryMs;
}
