import type { StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import { millisecondsPerDay } from '../shared/site-time.ts';
import { type DecisionSettings, decide } from './decide.ts';
import { type Backlog, backlogAfter, whySilent } from './evaluate/backlog.ts';
import type { PressureReading } from './evaluate/reading.ts';
import type { EvaluationSettings } from './evaluate/settings.ts';
import { Watch } from './evaluate/watch.ts';
import { outageSlot } from './incident-id.ts';
import { applySteps } from './incidents.ts';
import { LateReadings } from './late.ts';
import type { Observer } from './observe.ts';

export interface CycleOptions {
  readonly evaluation: EvaluationSettings;
  readonly decision: DecisionSettings;
  readonly observer: Observer;
  readonly store: IncidentStore;
  /** How many readings wait to be stored; undefined where nobody knows. Asked only when none was stored for a while. */
  readonly waiting: () => Promise<number | undefined>;
  readonly onEvaluated: (readings: number) => void;
}

/** What a look has done. */
export interface Look {
  /** Incidents that it has changed, as they are now. */
  readonly changed: readonly StoredIncident[];
  /** Incidents with something left to do: the other open ones, now and then those that were closed lately. */
  readonly others: readonly StoredIncident[];
  readonly open: readonly StoredIncident[];
}

/** At start the readings of so long are judged anew: longer than anybody leaves an alerter switched off overnight. */
const lookBackMs = millisecondsPerDay;
/** A reading may be seen so long after the time at which it says to have been stored. */
const overlapMs = 30_000;
/** Old indices, and what was closed lately, are looked at once in so many looks. */
const widerLookEvery = 10;
const recentlyClosed = 200;

/**
 * One look after the other at what is stored, and what follows from it. Its state can be lost at any time: it comes from the
 * readings and the incidents, and a new one finds the same.
 */
export class Cycle {
  readonly #options: CycleOptions;
  readonly #late: LateReadings;
  #watch: Watch | undefined;
  #looks = 0;
  /** When the newest reading of all was stored; the clock does not move it, as storing may stand still. */
  #newestStored = 0;
  #newestAtWiderLook = 0;
  /** Readings that the next look may see again, and when they were stored. */
  readonly #seen = new Map<string, number>();
  /** The present look has found something new. */
  #news = false;
  /** Before the ingestor, while nothing is stored. */
  #waiting: Backlog | undefined;
  /** Seconds by which what is stored is late. */
  #delay: Backlog | undefined;

  constructor(options: CycleOptions) {
    this.#options = options;
    this.#late = new LateReadings(options.evaluation);
  }

  /** Undefined before the first look has succeeded in part. */
  get watch(): Watch | undefined {
    return this.#watch;
  }

  /** Throws when Elasticsearch is away; what was done stays done, and the next look does the rest. */
  async look(now: number): Promise<Look> {
    const { observer, store, decision } = this.#options;
    this.#news = false;
    this.#watch ??= await this.#rebuild(now);
    const watch = this.#watch;
    const wider = this.#looks % widerLookEvery === 0;
    await this.#readNewest(watch, now);
    if (wider) await this.#readOlder(now);
    await this.#late.judge(watch, observer, now, 2 * decision.pollSeconds * 1000);
    watch.tick(now);
    await this.#lookAtBacklogs(watch, now);
    const open = await store.open();
    const steps = decide(watch, open, now, decision, whySilent(this.#waiting, this.#delay));
    const changed = await applySteps(steps, watch, store);
    // A silence that nobody has recorded was over before it was one.
    watch.closedSilences.clear();
    const ids = new Set(changed.map(({ id }) => id));
    const closed = wider ? await store.search(closedSince(now - 2 * millisecondsPerDay), recentlyClosed) : [];
    this.#looks += 1;
    return { changed, open, others: [...open, ...closed].filter(({ id }) => !ids.has(id)) };
  }

  /** Nothing could be seen for a while: silence is counted anew. */
  resumed(now: number): void {
    this.#watch?.resumed(now);
  }

  /** Whether readings wait while none is stored, or are stored later and later. */
  async #lookAtBacklogs(watch: Watch, now: number): Promise<void> {
    const silentAfterMs = this.#options.evaluation.silentAfterSeconds * 1000;
    if (this.#news) {
      this.#waiting = undefined;
      const lateMs = now - (watch.newestAt ?? now);
      this.#delay = lateMs > silentAfterMs ? backlogAfter(this.#delay, lateMs / 1000, now) : undefined;
    } else if (now - this.#newestStored > silentAfterMs / 2) {
      this.#delay = undefined;
      this.#waiting = backlogAfter(this.#waiting, await this.#options.waiting(), now);
    }
    // Where nothing was stored for a day there is no device to be missed.
    const { stuck = false, since = now } = this.#waiting ?? {};
    if (watch.newestAt === undefined && stuck && now - since > silentAfterMs)
      watch.adoptPipelineDown(outageSlot(since));
  }

  /** How every device stands, by the readings of the last day and the open incidents. */
  async #rebuild(now: number): Promise<Watch> {
    const { evaluation, observer, store } = this.#options;
    const watch = new Watch(evaluation, now);
    const open = await store.open();
    await applySteps(
      open.map((stored) => ({ do: 'adopt', stored })),
      watch,
      store,
    );
    let newest = now - lookBackMs;
    this.#seen.clear();
    for await (const page of observer.measured(now - lookBackMs, now + millisecondsPerDay)) {
      // What is older than an open incident was judged when that was opened.
      watch.take(page);
      this.#remember(page);
      newest = newestOf(page, newest, now);
      this.#options.onEvaluated(page.length);
      this.#forgetSeen(newest);
    }
    this.#newestStored = newest;
    this.#newestAtWiderLook = now - lookBackMs;
    return watch;
  }

  async #readNewest(watch: Watch, now: number): Promise<void> {
    for await (const page of this.#options.observer.stored(this.#newestStored - overlapMs, now, 'newest')) {
      const news = page.filter(({ id }) => !this.#seen.has(id));
      this.#late.note(watch.take(news), now);
      this.#remember(news);
      this.#newestStored = newestOf(news, this.#newestStored, now);
      this.#options.onEvaluated(news.length);
    }
    this.#forgetSeen(this.#newestStored);
  }

  async #readOlder(now: number): Promise<void> {
    const before = this.#newestStored;
    for await (const page of this.#options.observer.stored(this.#newestAtWiderLook - overlapMs, now, 'older')) {
      const news = page.filter(({ id }) => !this.#seen.has(id));
      this.#late.note(news, now);
      this.#remember(news);
      this.#newestStored = newestOf(news, this.#newestStored, now);
      this.#options.onEvaluated(news.length);
      this.#forgetSeen(this.#newestStored);
    }
    this.#newestAtWiderLook = before;
  }

  #remember(readings: readonly PressureReading[]): void {
    this.#news ||= readings.length > 0;
    for (const { id, ingestedAt } of readings) this.#seen.set(id, ingestedAt);
  }

  #forgetSeen(newest: number): void {
    for (const [id, ingestedAt] of this.#seen) if (ingestedAt < newest - overlapMs) this.#seen.delete(id);
  }
}

/** A clock that is ahead must not hide what is stored until it is right. */
const newestOf = (readings: readonly PressureReading[], before: number, now: number): number =>
  readings.reduce((newest, { ingestedAt }) => (ingestedAt <= now ? Math.max(newest, ingestedAt) : newest), before);

const closedSince = (since: number) => ({
  bool: { filter: [{ term: { state: 'closed' } }, { range: { updatedAt: { gte: since, format: 'epoch_millis' } } }] },
});
