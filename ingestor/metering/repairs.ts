import { addDays, type SiteTime } from '../../shared/site-time.ts';
import type { DeviceDay, MeteringStore } from './store.ts';

/** Local days, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Recomputations are bound by waiting for the store. */
const atOnce = 4;
/** What was stored so recently may be on its way into the ledger. */
const settlingMs = 10_000;
/** A reading may be stored so much later than it was stamped, while the store was away. */
const overlapMs = 10 * 60_000;

/** What has to be computed again, and what may have to be: once per device-day, however many readings ask for it. */
export class Repairs {
  readonly #siteTime: SiteTime;
  /** Called when a device is to be computed again: what is known of it in memory is outdated. */
  readonly #forget: (deviceId: string) => void;
  /** First and last instant that changed, by device and day. */
  readonly #pending = new Map<string, Map<string, { from: number; to: number }>>();
  readonly #suspects = new Map<string, DeviceDay>();
  #sweptUntil: number | undefined;

  constructor(siteTime: SiteTime, forget: (deviceId: string) => void) {
    this.#siteTime = siteTime;
    this.#forget = forget;
  }

  get waiting(): boolean {
    return this.#pending.size > 0 || this.#suspects.size > 0;
  }

  /** Devices that are to be computed again. */
  get size(): number {
    return this.#pending.size;
  }

  has(deviceId: string): boolean {
    return this.#pending.has(deviceId);
  }

  /** A reading of that instant came, or what is known around it changed. */
  reading(deviceId: string, at: number): void {
    this.#span(deviceId, this.#siteTime.dayOf(at), at, at);
  }

  /** A whole day is in doubt. */
  day(deviceId: string, day: string): void {
    this.#span(deviceId, day, this.#siteTime.startOf(day), this.#siteTime.startOf(addDays(day, 1)) - 1);
  }

  /** The day of that instant may be in doubt: to be verified. */
  suspect(deviceId: string, at: number): void {
    const day = this.#siteTime.dayOf(at);
    this.#suspects.set(`${day} ${deviceId}`, { deviceId, day });
  }

  /** Compares the suspects' ledger with their readings. */
  async verify(store: MeteringStore, until: string): Promise<void> {
    if (this.#suspects.size === 0) return;
    await store.refresh();
    for (const { deviceId, day } of await store.stale([...this.#suspects.values()], until)) this.day(deviceId, day);
    this.#suspects.clear();
  }

  /** Compares what was stored since the last time, or since the ledger was last written by anyone, with the ledger. */
  async sweep(store: MeteringStore, now: number): Promise<void> {
    const until = now - settlingMs;
    const reached = this.#sweptUntil ?? Date.parse((await store.ledgerReaches()) ?? '1970-01-01');
    const since = new Date(Math.max(0, reached - overlapMs)).toISOString();
    await store.refresh();
    for await (const days of store.storedBetween(since, new Date(until).toISOString())) {
      for (const { deviceId, day } of await store.stale(days, new Date(until).toISOString())) this.day(deviceId, day);
    }
    this.#sweptUntil = until;
  }

  /** Has everything computed that waits for it. What fails stays, and throws when all were tried. */
  async run(
    signal: AbortSignal,
    recompute: (deviceId: string, ranges: readonly DayRange[]) => Promise<void>,
    store: MeteringStore,
  ): Promise<void> {
    if (this.#pending.size === 0) return;
    await store.refresh();
    const devices = [...this.#pending.keys()];
    const failures: unknown[] = [];
    const next = async (): Promise<void> => {
      for (let deviceId = devices.pop(); deviceId !== undefined && !signal.aborted; deviceId = devices.pop()) {
        try {
          await recompute(deviceId, await this.#rangesOf(deviceId, store));
          this.#pending.delete(deviceId);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
    if (failures.length > 0) throw failures[0];
  }

  /** A change reaches from the readings before it to the one after it, and so do the ledger days. */
  async #rangesOf(deviceId: string, store: MeteringStore): Promise<DayRange[]> {
    const ranges: { from: string; to: string }[] = [];
    for (const { from, to } of [...(this.#pending.get(deviceId)?.values() ?? [])].sort((a, b) => a.from - b.from)) {
      const { before = from, after = to } = await store.neighbours(deviceId, from, to);
      const range = { from: this.#siteTime.dayOf(before), to: this.#siteTime.dayOf(after) };
      const last = ranges.at(-1);
      if (last && range.from <= addDays(last.to, 1)) last.to = later(last.to, range.to);
      else ranges.push(range);
    }
    return ranges;
  }

  #span(deviceId: string, day: string, from: number, to: number): void {
    this.#forget(deviceId);
    const days = this.#pending.get(deviceId) ?? new Map<string, { from: number; to: number }>();
    this.#pending.set(deviceId, days);
    const known = days.get(day);
    days.set(day, { from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) });
  }
}

const later = (a: string, b: string): string => [a, b].sort()[1] ?? a;
