import { isDeepStrictEqual } from 'node:util';
import type { StoredIncident } from '../shared/incidents/incident.ts';
import type { IncidentStore } from '../shared/incidents/store.ts';
import type { Outage } from '../shared/outage.ts';
import type { AirStore } from './air-store.ts';
import { Memory } from './memory.ts';
import type { OpenIncident, Reading, Sources } from './protocol.ts';

export interface StateOptions {
  readonly air: AirStore;
  readonly incidents: Pick<IncidentStore, 'search'>;
  readonly readingOf: (document: unknown) => Reading | undefined;
  readonly outage: Outage;
  readonly now?: () => number;
}

/** Who wants to know what changes. */
export interface StateListener {
  onReading(reading: Reading, source: 'topic' | 'store'): void;
  onSources(sources: Sources): void;
  onIncidents(incidents: readonly OpenIncident[]): void;
}

const hourMs = 3_600_000;
/** A device that has been silent for longer is no longer on the page. */
const rememberedMs = 31 * 24 * hourMs;
/** The ingestor's clock and ours may differ by so much, and Elasticsearch shows what is stored a second later. */
const overlapMs = 30_000;
const incidentLimit = 500;

/** What is known at the moment, from both sources. It asks Elasticsearch only when told to. */
export class State {
  readonly memory = new Memory();
  readonly #options: StateOptions;
  readonly #now: () => number;
  #listener: StateListener | undefined;
  #incidents: readonly OpenIncident[] = [];
  #sources: Sources = { topic: false, store: false };
  /** Until when the store has been read; undefined when all of it has to be read anew. */
  #readUntil: number | undefined;
  #reading: Promise<void> | undefined;

  constructor(options: StateOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  listen(listener: StateListener): void {
    this.#listener = listener;
  }

  get sources(): Sources {
    return this.#sources;
  }

  get incidents(): readonly OpenIncident[] {
    return this.#incidents;
  }

  /** Whether everything has been read from the store at least once. */
  get complete(): boolean {
    return this.#readUntil !== undefined;
  }

  topicIs(connected: boolean): void {
    this.#setSources({ ...this.#sources, topic: connected });
  }

  announced(document: unknown): void {
    this.#take(document, 'topic');
  }

  /** Reads what is new in the store, once for all who ask at the same time; never throws. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { outage } = this.#options;
    try {
      await Promise.all([this.#readReadings(), this.#readIncidents()]);
      outage.ended();
      this.#setSources({ ...this.#sources, store: true });
    } catch (error) {
      outage.began(error);
      this.#setSources({ ...this.#sources, store: false });
    }
    // While Elasticsearch is away as well: announcements may still come.
    this.memory.forget(this.#now());
  }

  async #readReadings(): Promise<void> {
    const { air } = this.#options;
    const now = this.#now();
    if (this.#readUntil === undefined) {
      for (const document of await air.newest(now - rememberedMs, now)) this.#take(document, 'store');
      const points = await air.points(now - hourMs, now, this.memory.readings().length);
      for (const { deviceId, at, pressure } of points) this.memory.addPoint(deviceId, at, pressure);
    } else {
      const news = await air.storedSince(this.#readUntil - overlapMs);
      // More than one answer holds: after a long outage everything is read anew.
      if (news === undefined) {
        this.#readUntil = undefined;
        return await this.#readReadings();
      }
      // Oldest first, as they would have been announced.
      for (const document of news.reverse()) this.#take(document, 'store');
    }
    this.#readUntil = now;
  }

  async #readIncidents(): Promise<void> {
    const found = await this.#options.incidents.search({ terms: { state: ['open', 'acknowledged'] } }, incidentLimit);
    this.incidentsAre(found);
  }

  /** Tells whoever listens when they differ from those known. */
  incidentsAre(found: readonly StoredIncident[]): void {
    const incidents = found.map(openIncident);
    if (isDeepStrictEqual(incidents, this.#incidents)) return;
    this.#incidents = incidents;
    this.#listener?.onIncidents(incidents);
  }

  #take(document: unknown, source: 'topic' | 'store'): void {
    const reading = this.#options.readingOf(document);
    if (reading && this.memory.take(reading)) this.#listener?.onReading(reading, source);
  }

  #setSources(sources: Sources): void {
    if (isDeepStrictEqual(sources, this.#sources)) return;
    this.#sources = sources;
    this.#listener?.onSources(sources);
  }
}

const openIncident = ({ id, incident }: StoredIncident): OpenIncident => ({
  id,
  kind: incident.kind,
  deviceId: incident.deviceId ?? null,
  openedAt: Date.parse(incident.openedAt),
  acknowledged: incident.acknowledged
    ? { by: incident.acknowledged.by, at: Date.parse(incident.acknowledged.at) }
    : null,
});
