/**
 * Random numbers by position instead of by sequence: `uniform(i, salt)` is always the same number for the same seed, name,
 * index and salt, whatever was asked before. So a reading of last Tuesday is computed without the ones before it,
 * and one more device changes nothing in the others.
 */
export interface Stream {
  /** In [0, 1). */
  uniform(index: number, salt: number): number;
  /** Bell-shaped around 0 with standard deviation 1, never beyond 3. */
  bell(index: number, salt: number): number;
  /** A smooth curve through random points in [-1, 1], one point at each whole `x`. */
  smooth(x: number, salt: number): number;
}

/** An independent stream for `name` (a device) under `seed`. */
export function createStream(seed: number, name: string): Stream {
  let key = mix(seed ^ 0x9e3779b9);
  for (let i = 0; i < name.length; i++) key = mix(key ^ name.charCodeAt(i));

  function uniform(index: number, salt: number): number {
    // Indices above 32 bits (tiny periods) keep their high part.
    const high = Math.floor(index / 4294967296);
    return mix(mix(key ^ (index | 0) ^ Math.imul(high, 0x85ebca6b)) ^ Math.imul(salt + 1, 0x27d4eb2f)) / 4294967296;
  }

  return {
    uniform,
    bell(index, salt) {
      // Three uniforms have variance 1/4 around 1.5.
      return (uniform(index, salt) + uniform(index, salt + 1000) + uniform(index, salt + 2000) - 1.5) * 2;
    },
    smooth(x, salt) {
      const left = Math.floor(x);
      const t = x - left;
      const a = uniform(left, salt) * 2 - 1;
      const b = uniform(left + 1, salt) * 2 - 1;
      return a + (b - a) * t * t * (3 - 2 * t);
    },
  };
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): 32 bits in, 32 well-stirred bits out, unsigned. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
