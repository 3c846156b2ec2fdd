/** Everything that a run decides by chance, from one seed: the same seed decides the same again. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32, a public-domain generator of 32 bits: good enough to choose faults. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    shuffled(items) {
      const rest = [...items];
      return items.map(() => rest.splice(Math.floor(next() * rest.length), 1)[0] as (typeof items)[number]);
    },
  };
}
