import { Temporal } from 'temporal-polyfill';

/** After a failure it is tried again so much later. */
const retryMs = 60 * 60_000;

/** The latest instant (ms) not after `now` at which the site's clock shows this minute of the day. */
export function latestOccurrence(minuteOfDay: number, timeZone: string, now: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const time = Temporal.PlainTime.from({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  // In the night of a change of offset the time may not exist, or exist twice: the polyfill's rule is good enough.
  const today = local.toPlainDate().toZonedDateTime({ timeZone, plainTime: time });
  if (today.epochMilliseconds <= now) return today.epochMilliseconds;
  const yesterday = local.toPlainDate().subtract({ days: 1 });
  return yesterday.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

/** Whether a backup is to be made now: none was verified since it was last due, and none was tried within the hour. */
export function isDue(options: {
  readonly minuteOfDay: number;
  readonly timeZone: string;
  /** When the last verified backup began (ms); undefined: there is none. */
  readonly lastVerified: number | undefined;
  readonly lastAttempt: number | undefined;
  readonly now: number;
}): boolean {
  const { lastVerified, lastAttempt, now } = options;
  const due = latestOccurrence(options.minuteOfDay, options.timeZone, now);
  if (lastVerified !== undefined && lastVerified >= due) return false;
  return lastAttempt === undefined || lastAttempt < due || now - lastAttempt >= retryMs;
}
