import { hasLedger } from '../../shared/ledger.ts';
import { addDays } from '../../shared/site-time.ts';
import type { Document, StoredReading } from '../transform.ts';
import { Course, compareReadings, type Metered, type Reading } from './course.ts';
import { ledgerDay, tallyOf } from './day.ts';
import { toMicro } from './micro.ts';
import { Conflict, type MeteringSettings, recompute, rulesOf } from './recompute.ts';
import { Repairs } from './repairs.ts';
import type { MeteringStore, Recalled, Version } from './store.ts';
import { Swaps } from './swap-list.ts';

/** What metering adds to a document that is about to be written. */
export type Fields = Readonly<Record<string, unknown>>;

/** What became of the documents, by id. */
export interface Written {
  readonly stored: readonly { readonly id: string }[];
  readonly duplicates: readonly { readonly id: string }[];
}

export interface MeteringOptions extends MeteringSettings {
  readonly store: MeteringStore;
  /** The measure that is metered; undefined: only the ledger is kept. */
  readonly counter: string | undefined;
  /** Called with what was written. */
  readonly onLedger?: (days: number) => void;
  readonly onRecomputed?: (days: number, documents: number) => void;
  readonly now?: () => number;
}

/** A device as this process knows it: all that it stores of the device went through here since it was recalled. */
interface Known {
  readonly course: Course;
  readonly versions: Map<string, Version>;
  /** Newest last. */
  readonly ids: string[];
  dirty: boolean;
}

/** A reading of the batch in hand. `outside`: not in order, or of a device that is to be computed again. */
interface InHand {
  readonly deviceId: string;
  readonly at: number;
  readonly kind: 'counted' | 'outside';
}

/** Some 2 kB each. */
const mostDevices = 20_000;
const idsKept = 12;
const writesAtOnce = 500;
/** So few days are written at every occasion; more of them only now and then, as each may change with every reading. */
const fewDays = 200;
const rarelyMs = 5000;

/**
 * The state between the judgement of readings and their storage: meters what comes in order from memory, and has the rest
 * computed again from the store. Nothing in memory is needed: what a process forgets or never knew is recalled. Calls must
 * not overlap.
 */
export class Metering {
  readonly #options: MeteringOptions;
  readonly #store: MeteringStore;
  readonly #now: () => number;
  /** Least recently used first. */
  readonly #devices = new Map<string, Known>();
  readonly #inHand = new Map<string, InHand>();
  readonly #swaps: Swaps;
  readonly repairs: Repairs;
  #flushedAt = 0;

  constructor(options: MeteringOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#now = options.now ?? Date.now;
    this.#swaps = new Swaps(options.store);
    this.repairs = new Repairs(options.siteTime, (deviceId) => this.#devices.delete(deviceId));
  }

  /** What is to be added to each document, in that order, before it is written. Throws when the store is away: try again. */
  async prepare(readings: readonly StoredReading[]): Promise<readonly (Fields | undefined)[]> {
    await this.#swaps.load();
    const taken = readings.map(({ id, document }) => ({
      deviceId: document.deviceId,
      reading: this.#reading(id, document),
    }));
    await this.#recall(taken);
    this.#inHand.clear();
    return taken.map(({ deviceId, reading }) => (hasLedger(deviceId) ? this.#take(deviceId, reading) : undefined));
  }

  /** To be told after `prepare`, when every document was written or refused. */
  settled({ stored, duplicates }: Written): void {
    const storedIds = new Set(stored.map(({ id }) => id));
    const duplicateIds = new Set(duplicates.map(({ id }) => id));
    for (const [id, { deviceId, at, kind }] of this.#inHand) {
      if (kind === 'counted') {
        // It was counted, and is not there, or was there already: the memory is wrong.
        if (!storedIds.has(id)) this.repairs.reading(deviceId, at);
      } else if (storedIds.has(id)) this.repairs.reading(deviceId, at);
      // A crash may have fallen between the document and the ledger.
      else if (duplicateIds.has(id)) this.repairs.suspect(deviceId, at);
    }
    this.#inHand.clear();
    for (const [deviceId, { dirty }] of this.#devices) {
      if (this.#devices.size <= mostDevices) break;
      if (!dirty) this.#devices.delete(deviceId);
    }
  }

  /** Writes the ledger, and has computed again what must be. Throws when the store is away: nothing is forgotten by that. */
  async work(signal: AbortSignal): Promise<void> {
    const dirty = [...this.#devices.values()].filter((known) => known.dirty).length;
    const due = dirty <= fewDays || this.#now() - this.#flushedAt >= rarelyMs;
    if (due || this.repairs.waiting) await this.flush();
    await this.repairs.verify(this.#store, new Date(this.#now()).toISOString());
    await this.repairs.run(signal, (deviceId, ranges) => this.#recompute(deviceId, ranges, signal), this.#store);
  }

  /** Looks for what other processes have left unfinished, and for swaps that were declared meanwhile. */
  async sweep(): Promise<void> {
    for (const { deviceId, at } of await this.#swaps.refresh()) this.repairs.reading(deviceId, Date.parse(at));
    await this.repairs.sweep(this.#store, this.#now());
  }

  /** Writes the ledger of every device that had readings. */
  async flush(): Promise<void> {
    this.#flushedAt = this.#now();
    const changed = [...this.#devices].filter(([, { dirty }]) => dirty);
    const days = changed.flatMap(([deviceId, known]) =>
      [...known.course.days.values()].map((tally) => ({ deviceId, known, tally })),
    );
    for (let at = 0; at < days.length; at += writesAtOnce) {
      const some = days.slice(at, at + writesAtOnce);
      // Not of all days at once: the documents of 10,000 devices are 10 MB.
      const writes = some.map(({ deviceId, known: { versions }, tally }) => ({
        document: ledgerDay(deviceId, tally),
        over: versions.get(tally.day),
      }));
      const written = await this.#store.writeLedger(writes);
      for (const [place, { deviceId, known, tally }] of some.entries()) {
        const version = written[place];
        if (version) known.versions.set(tally.day, version);
        else this.repairs.day(deviceId, tally.day);
      }
      this.#options.onLedger?.(some.length);
    }
    for (const [, known] of changed) {
      known.dirty = false;
      for (const { day } of known.course.settledDays()) known.versions.delete(day);
    }
  }

  #reading(id: string, document: Document): Reading {
    const { counter } = this.#options;
    const value = counter === undefined ? undefined : document[counter];
    return {
      id,
      at: Date.parse(document.timestamp),
      index: typeof value === 'number' ? toMicro(value) : undefined,
      device: document.device,
      ingestedAt: String(document.ingestedAt),
      quality: document.quality,
    };
  }

  #take(deviceId: string, reading: Reading): Fields | undefined {
    const known = this.#devices.get(deviceId);
    if (known?.ids.includes(reading.id)) return undefined;
    const outside = (): undefined => {
      this.#inHand.set(reading.id, { deviceId, at: reading.at, kind: 'outside' });
    };
    if (!known) return outside();
    const { course } = known;
    if (course.last && compareReadings(reading, course.last) < 0) return outside();
    if (course.provisional && reading.index !== undefined) {
      // The one before was judged without knowing this one.
      this.repairs.reading(deviceId, course.metered?.at ?? reading.at);
      return outside();
    }
    this.#inHand.set(reading.id, { deviceId, at: reading.at, kind: 'counted' });
    let fields: Fields | undefined;
    const onMetered = (_: Reading, { consumption, dailyConsumption, flags }: Metered) => {
      fields = { consumption, dailyConsumption, quality: [...reading.quality, ...flags] };
    };
    course.take(reading, onMetered);
    course.finish(onMetered);
    known.dirty = true;
    known.ids.push(reading.id);
    if (known.ids.length > idsKept) known.ids.shift();
    this.#devices.delete(deviceId);
    this.#devices.set(deviceId, known);
    return fields;
  }

  /** Finds out where the devices stand that this process does not know yet. */
  async #recall(taken: readonly { readonly deviceId: string; readonly reading: Reading }[]): Promise<void> {
    const unknown = new Map<string, Set<string>>();
    const { siteTime } = this.#options;
    for (const { deviceId, reading } of taken) {
      if (this.#devices.has(deviceId) || this.repairs.has(deviceId) || !hasLedger(deviceId)) continue;
      const days = unknown.get(deviceId) ?? new Set<string>();
      const day = siteTime.dayOf(reading.at);
      unknown.set(deviceId, days.add(day).add(addDays(day, -1)));
    }
    if (unknown.size === 0) return;
    const recalled = await this.#store.recall([...unknown].map(([deviceId, days]) => ({ deviceId, days: [...days] })));
    for (const deviceId of unknown.keys()) this.#adopt(deviceId, recalled.get(deviceId));
  }

  #adopt(deviceId: string, recalled: Recalled | undefined): void {
    const { siteTime, periodMs, settingsOf, counter } = this.#options;
    const options = { siteTime, periodMs, rulesOf: rulesOf(deviceId, settingsOf, this.#swaps.of(deviceId)) };
    if (!recalled) {
      this.#devices.set(deviceId, { course: new Course(options), versions: new Map(), ids: [], dirty: false });
      return;
    }
    const { newest, ledger, stored, ids } = recalled;
    const day = siteTime.dayOf(newest.at);
    const ordinary =
      counter === undefined ||
      (newest.index !== undefined && newest.consumption !== undefined && newest.flags.length === 0);
    const agrees =
      ledger?.document.day === day &&
      ledger.document.readings === stored &&
      ledger.document.lastAt === new Date(newest.at).toISOString();
    if (!ledger || !ordinary || !agrees) {
      this.repairs.reading(deviceId, newest.at);
      return;
    }
    const course = Course.after<Reading>(options, newest);
    course.days.set(day, tallyOf(ledger.document, siteTime.startOf(day), siteTime.startOf(addDays(day, 1))));
    const versions = new Map([[day, ledger.version]]);
    this.#devices.set(deviceId, { course, versions, ids: [...ids], dirty: false });
  }

  /** Computes days of a device again, as often as somebody else is in between; knows the device afterwards if it ends there. */
  async #recompute(
    deviceId: string,
    ranges: readonly { readonly from: string; readonly to: string }[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const range of ranges) {
      for (let attempt = 0; ; attempt++) {
        try {
          const { end, days, documents } = await recompute(this.#store, deviceId, range, this.#options);
          this.#options.onRecomputed?.(days, documents);
          this.#devices.delete(deviceId);
          if (end) this.#know(deviceId, end);
          break;
        } catch (error) {
          if (!(error instanceof Conflict) || attempt >= 5 || signal.aborted) throw error;
        }
      }
    }
  }

  #know(deviceId: string, { course, versions }: { course: Course; versions: ReadonlyMap<string, Version> }): void {
    const last = course.last?.id;
    course.settledDays();
    // A day that began before the range is not complete in this course.
    for (const day of course.days.keys()) if (!versions.has(day)) course.days.delete(day);
    const kept = [...versions].filter(([day]) => course.days.has(day));
    this.#devices.set(deviceId, { course, versions: new Map(kept), ids: last ? [last] : [], dirty: false });
  }
}
