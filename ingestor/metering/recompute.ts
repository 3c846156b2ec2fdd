import { isDeepStrictEqual } from 'node:util';
import type { MeterSettingsOf } from '../../shared/config/metering.ts';
import type { LedgerDay, MeterSwap } from '../../shared/ledger.ts';
import { addDays, type SiteTime } from '../../shared/site-time.ts';
import { Course, type CourseOptions, compareReadings, type Metered } from './course.ts';
import { ledgerDay } from './day.ts';
import { toMicro } from './micro.ts';
import type { CounterRules } from './rules.ts';
import type { Correction, LedgerWrite, MeteringStore, Row, Version } from './store.ts';

/** Somebody else wrote the same documents meanwhile: what was computed may be outdated, and is to be computed again. */
export class Conflict extends Error {
  override name = 'Conflict';
}

/** What metering needs to know, whoever runs it. */
export interface MeteringSettings {
  readonly siteTime: SiteTime;
  readonly periodMs: number;
  readonly settingsOf: MeterSettingsOf;
}

/** Whether the days before and after a range are computed as well, where what changed in it reaches them. */
export interface Reach {
  readonly before: boolean;
  readonly after: boolean;
}

/** A day of the ledger that was written, and what it said until then. */
export interface LedgerChange {
  readonly before: LedgerDay | undefined;
  readonly after: LedgerDay;
}

export interface Recomputed {
  /** Readings looked at, those around the range not counted. */
  readonly readings: number;
  /** Documents and ledger days that were wrong, and have been written. */
  readonly documents: number;
  readonly days: number;
  /** Of those days, the first 100. */
  readonly changes: readonly LedgerChange[];
  /** Where the device's readings end inside the range: its course up to there, and the ledger's versions by day. */
  readonly end: { readonly course: Course; readonly versions: ReadonlyMap<string, Version> } | undefined;
}

/** So many indices after the range must say what they said before; if not, their days are computed again too. */
const tail = 8;
const correctionsAtOnce = 1000;
const daysAtOnce = 200;
const changesKept = 100;
const everywhere: Reach = { before: true, after: true };

/** The rules of one device. */
export function rulesOf(
  deviceId: string,
  settingsOf: MeterSettingsOf,
  swaps: readonly MeterSwap[],
): (device: string) => CounterRules {
  /** Kept for one name: a device hardly ever changes it, and there may be many devices. */
  let known: { readonly device: string; readonly rules: CounterRules } | undefined;
  const declared = swaps.map(({ at, closing, opening }) => ({
    at: Date.parse(at),
    closing: toMicro(closing),
    opening: toMicro(opening),
  }));
  return (device) => {
    if (known?.device === device) return known.rules;
    const { maxPowerKw, modulusKwh, noiseKwh } = settingsOf(deviceId, device);
    const rules: CounterRules = {
      maxPower: maxPowerKw,
      modulus: modulusKwh === undefined ? undefined : toMicro(modulusKwh),
      noise: toMicro(noiseKwh),
      swaps: declared,
    };
    known = { device, rules };
    return rules;
  };
}

/**
 * Computes a device's documents and ledger again for whole local days, both included, from the readings that are stored; writes
 * only what differs, so doing it twice changes nothing. Goes on beyond the range where the change does, unless told not to.
 * Memory does not grow with the range. Throws a Conflict when somebody else wrote meanwhile, and whatever the store throws.
 */
export async function recompute(
  store: MeteringStore,
  deviceId: string,
  range: { readonly from: string; readonly to: string },
  settings: MeteringSettings,
  reach: Reach = everywhere,
): Promise<Recomputed> {
  const { siteTime } = settings;
  await store.refresh();
  const options: CourseOptions = {
    ...settings,
    rulesOf: rulesOf(deviceId, settings.settingsOf, await store.swaps(deviceId)),
  };
  const start = siteTime.startOf(range.from);
  const end = siteTime.startOf(addDays(range.to, 1));
  const writer = new Writer(store, deviceId, range, start);
  const course = await courseUpTo(store, deviceId, start, range.from, options);
  for (const { day } of course.settledDays()) course.days.delete(day);

  let readings = 0;
  for await (const row of store.rows(deviceId, start, end)) {
    readings += 1;
    course.take(row, writer.metered);
    if (course.days.size > 1) writer.days(course.settledDays().map((tally) => ledgerDay(deviceId, tally)));
    if (writer.full) await writer.write();
  }
  // What comes after judges the last of the range, completes its last day, and must agree with what is stored of it.
  let differs: number | undefined;
  const following = await store.following(deviceId, end, tail);
  const compare = (row: Row, metered: Metered) => {
    if (row.at < end) writer.metered(row, metered);
    else if (correctionOf(row, metered)) differs = row.at;
  };
  for (const row of following) course.take(row, compare);
  const endsHere = following.length === 0;
  if (endsHere || following.filter(({ index }) => index !== undefined).length < tail) course.finish(compare);
  writer.days([...course.days.values()].map((tally) => ledgerDay(deviceId, tally)));
  await writer.write();

  let { documents, ledgerDays: days, changes } = writer;
  let ending: Recomputed['end'] = endsHere ? { course, versions: writer.versions } : undefined;
  const again = async (from: string, to: string): Promise<Recomputed> => {
    const more = await recompute(store, deviceId, { from, to }, settings);
    readings += more.readings;
    documents += more.documents;
    days += more.days;
    changes = [...changes, ...more.changes].slice(0, changesKept);
    return more;
  };
  if (reach.before && writer.beginsAnew) {
    // What ends in its first reading belongs to the days before as well.
    const { before } = await store.neighbours(deviceId, start, start);
    if (before !== undefined) await again(siteTime.dayOf(before), addDays(range.from, -1));
  }
  if (reach.after && differs !== undefined) ending = (await again(addDays(range.to, 1), siteTime.dayOf(differs))).end;
  return { readings, documents, days, changes, end: ending };
}

/** The course of a device up to a midnight. Its days before are not complete. */
async function courseUpTo(
  store: MeteringStore,
  deviceId: string,
  start: number,
  day: string,
  options: CourseOptions,
): Promise<Course<Row>> {
  const base = await store.ordinaryBefore(deviceId, start);
  let course = base ? Course.after<Row>(options, base) : new Course<Row>(options);
  for await (const row of store.rows(deviceId, base?.at, start)) {
    if (!base || compareReadings(row, base) > 0) course.take(row, () => undefined);
  }
  if (course.last) return course;
  // Its earlier readings may have been deleted, when they were old enough; the ledger remembers where they ended.
  const ledger = await store.ledgerBefore(deviceId, day);
  if (ledger?.lastAt !== undefined) {
    const { lastAt, lastIndex, device } = ledger;
    const index = lastIndex === undefined ? undefined : toMicro(lastIndex);
    course = Course.after<Row>(options, { at: Date.parse(lastAt), index, device } as Row);
  }
  return course;
}

/** What a document has to say instead, if it does not say it. */
function correctionOf(row: Row, { consumption, dailyConsumption, flags }: Metered): Correction | undefined {
  const same =
    row.consumption === consumption && row.dailyConsumption === dailyConsumption && isDeepStrictEqual(row.flags, flags);
  return same ? undefined : { row, consumption, dailyConsumption, quality: [...row.quality, ...flags] };
}

const beginsAs = ({ firstAt, firstIndex, startIndex }: LedgerDay): string =>
  JSON.stringify([firstAt, firstIndex, startIndex]);

/** Writes documents first, and the ledger of their days second, each only where it differs. */
class Writer {
  readonly #store: MeteringStore;
  readonly #deviceId: string;
  /** The first instant of the range. */
  readonly #start: number;
  readonly #range: { readonly from: string; readonly to: string };
  readonly versions = new Map<string, Version>();
  #corrections: Correction[] = [];
  #days: LedgerDay[] = [];
  #beginsAnew: boolean | undefined;
  documents = 0;
  ledgerDays = 0;
  changes: readonly LedgerChange[] = [];

  constructor(
    store: MeteringStore,
    deviceId: string,
    range: { readonly from: string; readonly to: string },
    start: number,
  ) {
    this.#start = start;
    this.#store = store;
    this.#deviceId = deviceId;
    this.#range = range;
  }

  get full(): boolean {
    return this.#corrections.length >= correctionsAtOnce || this.#days.length >= daysAtOnce;
  }

  /** Whether the ledger knew another beginning of the range, or none. */
  get beginsAnew(): boolean {
    return this.#beginsAnew ?? false;
  }

  /** Bound, as it is handed to a course. */
  readonly metered = (row: Row, metered: Metered): void => {
    // What waited for the first reading of the range stands before it, in a day that is not complete here.
    if (row.at < this.#start) return;
    const correction = correctionOf(row, metered);
    if (correction) this.#corrections.push(correction);
  };

  days(days: readonly LedgerDay[]): void {
    this.#days.push(...days.filter(({ day }) => day >= this.#range.from && day <= this.#range.to));
  }

  async write(): Promise<void> {
    if (this.#corrections.length > 0 && !(await this.#store.correct(this.#corrections))) {
      throw new Conflict('a document was changed meanwhile');
    }
    this.documents += this.#corrections.length;
    this.#corrections = [];
    for (let at = 0; at < this.#days.length; at += daysAtOnce)
      await this.#writeDays(this.#days.slice(at, at + daysAtOnce));
    this.#days = [];
  }

  async #writeDays(days: readonly LedgerDay[]): Promise<void> {
    const present = await this.#store.ledger(
      this.#deviceId,
      days.map(({ day }) => day),
    );
    const writes: LedgerWrite[] = [];
    const changes: LedgerChange[] = [];
    for (const document of days) {
      const stored = present.get(document.day);
      if (stored) this.versions.set(document.day, stored.version);
      this.#beginsAnew ??= !stored || beginsAs(stored.document) !== beginsAs(document);
      // A day whose readings have been deleted keeps its ledger: nobody could make it again.
      if (stored && document.readings === 0 && stored.document.readings > 0) continue;
      if (isDeepStrictEqual(stored?.document, document)) continue;
      writes.push({ document, over: stored?.version });
      changes.push({ before: stored?.document, after: document });
    }
    if (writes.length === 0) return;
    const versions = await this.#store.writeLedger(writes);
    for (const [at, version] of versions.entries()) {
      const { document } = writes[at] as LedgerWrite;
      if (!version) throw new Conflict(`the ledger of ${document.day} was changed meanwhile`);
      this.versions.set(document.day, version);
    }
    this.ledgerDays += writes.length;
    this.changes = [...this.changes, ...changes].slice(0, changesKept);
  }
}
