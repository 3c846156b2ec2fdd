import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import { headline, leakDevice } from './site.ts';
import type { StoredDocument } from './stored.ts';
import type { LatestReading, Notice } from './table.ts';

type Source = StoredDocument['source'];

/** The latest stored reading of each sensor type, and what it says of the leak. */
export class Latest {
  readonly #latest = new Map<SensorTypeName, Source>();
  #leaking: Source | undefined;

  take(type: SensorTypeName, { source }: StoredDocument): void {
    if (!isNewer(source, this.#latest.get(type))) return;
    this.#latest.set(type, source);
    const judged = source.device === leakDevice && typeof source.pressureMargin === 'number';
    if (type === 'air' && judged) this.#leaking = source;
  }

  /** Whether each sensor type was seen. */
  get complete(): boolean {
    return sensorTypes.every((type) => this.#latest.has(type));
  }

  of(type: SensorTypeName, now: number): LatestReading | undefined {
    const source = this.#latest.get(type);
    if (!source) return undefined;
    return { words: wordsOf(type, source), ageSeconds: (now - Date.parse(String(source.timestamp))) / 1000 };
  }

  notice(): Notice {
    if (!this.#leaking) return { symbol: '◌', words: `${leakDevice}: no pressure yet` };
    const { Pres, PresOpen, pressureMargin } = this.#leaking as Record<string, number>;
    const leak = (pressureMargin ?? 0) < 0;
    const words = `${leakDevice} ${bar(Pres)}, ${leak ? 'below' : 'above'} its opening pressure of ${bar(PresOpen)}`;
    return leak ? { symbol: '▲', words: `leak: ${words}` } : { symbol: '●', words: `no leak: ${words}` };
  }
}

/** `air-1 6.52 bar` */
export function wordsOf(type: SensorTypeName, source: Source): string {
  const { key, decimals } = headline[type];
  const value = source[key];
  if (typeof value !== 'number') return `${source.device}: no value`;
  const unit = source[`${key}-U`] === 'C' ? '°C' : source[`${key}-U`];
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${source.device} ${value.toLocaleString('en', digits)} ${unit}`;
}

/** Old readings come late, or are published by hand. */
const isNewer = (source: Source, than: Source | undefined): boolean =>
  than === undefined || Date.parse(String(source.timestamp)) >= Date.parse(String(than.timestamp));

const bar = (pressure: number | undefined): string => `${pressure?.toFixed(2)} bar`;
