import type { MeterSwap } from '../../shared/ledger.ts';
import type { MeteringStore } from './store.ts';

/** The declared swaps that this process knows of, by device. */
export class Swaps {
  readonly #store: MeteringStore;
  #byDevice: Map<string, MeterSwap[]> | undefined;

  constructor(store: MeteringStore) {
    this.#store = store;
  }

  of(deviceId: string): readonly MeterSwap[] {
    return this.#byDevice?.get(deviceId) ?? [];
  }

  /** Reads them once. */
  async load(): Promise<void> {
    if (!this.#byDevice) await this.refresh();
  }

  /** Reads them again; returns those that were declared, changed or removed since, none the first time. */
  async refresh(): Promise<readonly MeterSwap[]> {
    const before = this.#byDevice;
    const swaps = await this.#store.swaps();
    this.#byDevice = Map.groupBy(swaps, ({ deviceId }) => deviceId);
    if (!before) return [];
    const known = new Map([...before.values()].flat().map((swap) => [keyOf(swap), swap]));
    const now = new Map(swaps.map((swap) => [keyOf(swap), swap]));
    return [
      ...swaps.filter((swap) => !known.has(keyOf(swap))),
      ...[...known].flatMap(([key, swap]) => (now.has(key) ? [] : [swap])),
    ];
  }
}

const keyOf = ({ deviceId, at, closing, opening }: MeterSwap): string =>
  JSON.stringify([deviceId, at, closing, opening]);
