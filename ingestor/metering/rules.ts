import { registerStep } from './micro.ts';

/** What is remarkable about how a counter moved. */
export const counterFlags = [
  'first-reading',
  'meter-swap',
  'spike',
  'wrap',
  'dip',
  'counter-reset',
  'counter-drop',
] as const;
export type CounterFlag = (typeof counterFlags)[number];

/** An index (1e-6 kWh) at a time (ms since the epoch). */
export interface IndexAt {
  readonly at: number;
  readonly index: number;
}

/** A replaced meter: the last index of the old one, the first of the new one, 1e-6 kWh. */
export interface Swap {
  readonly at: number;
  readonly closing: number;
  readonly opening: number;
}

/** What is known of a meter. Energies are 1e-6 kWh. */
export interface CounterRules {
  /** kW; undefined: every rise is believed. */
  readonly maxPower: number | undefined;
  readonly modulus: number | undefined;
  readonly noise: number;
  /** In the order of time. */
  readonly swaps: readonly Swap[];
}

export interface Judgement {
  /** 1e-6 kWh, never below 0. */
  readonly consumption: number;
  readonly flags: readonly CounterFlag[];
  /** What the next reading is compared with. */
  readonly anchor: IndexAt;
}

/** 1 kW for 1 ms is 1e6 / 3.6e6 of 1e-6 kWh. */
const microPerKwMs = 1 / 3.6;
/** Clocks of sensors count seconds: two readings of one second may lie a second apart. */
const leastMs = 1000;
/** Below this share of the last index a drop is a reset, as in Home Assistant's energy statistics. */
const resetShare = 0.9;
const wrapFrom = 0.9;
const wrapTo = 0.1;

/**
 * What a device consumed between its anchor and reading `x`, and what the next reading is to be compared with. The first rule
 * that matches wins; `docs/metering.md` has them as a table. Pure.
 *
 * `next` is the reading after `x`, undefined when there is none yet. Where the judgement depends on it (`needsNext`), it has to
 * be made again when it comes.
 */
export function judgeCounter(
  anchor: IndexAt | undefined,
  x: IndexAt,
  next: IndexAt | undefined,
  rules: CounterRules,
): Judgement {
  if (!anchor) return { consumption: 0, flags: ['first-reading'], anchor: x };
  const rise = x.index - anchor.index;
  const swaps = rules.swaps.filter(({ at }) => at > anchor.at && at <= x.at);
  if (swaps.length > 0) {
    const across = swaps.reduce((sum, { closing, opening }) => sum + closing - opening, rise);
    // A declaration that contradicts the readings must not make people owe less than nothing.
    return { consumption: Math.max(0, across), flags: ['meter-swap'], anchor: x };
  }
  if (rise >= 0) {
    if (isPossible(anchor, x, rise, rules)) return { consumption: rise, flags: [], anchor: x };
    const stays = next !== undefined && fits(x, next, rules) && !fits(anchor, next, rules);
    return { consumption: 0, flags: ['spike'], anchor: stays ? x : anchor };
  }
  const { modulus, noise } = rules;
  if (modulus !== undefined && anchor.index >= wrapFrom * modulus && x.index <= wrapTo * modulus) {
    return { consumption: Math.max(0, modulus + rise), flags: ['wrap'], anchor: x };
  }
  if (-rise <= noise) return { consumption: 0, flags: ['dip'], anchor: { at: x.at, index: anchor.index } };
  if (next && fits(anchor, next, rules)) return { consumption: 0, flags: ['spike'], anchor };
  if (x.index < resetShare * anchor.index) {
    const possible = isPossible(anchor, x, x.index, rules);
    return {
      consumption: possible ? x.index : 0,
      flags: possible ? ['counter-reset'] : ['counter-reset', 'spike'],
      anchor: x,
    };
  }
  return { consumption: 0, flags: ['counter-drop'], anchor: x };
}

/** Whether the judgement was made, or would be, with a look at the next reading. */
export const needsNext = ({ flags }: Judgement): boolean =>
  flags.some((flag) => flag === 'spike' || flag === 'counter-reset' || flag === 'counter-drop');

/** Whether the meter can have counted `energy` since `from`: maximum power times the time, and one step of the register. */
function isPossible(from: IndexAt, to: IndexAt, energy: number, { maxPower }: CounterRules): boolean {
  if (maxPower === undefined) return true;
  const most = maxPower * microPerKwMs * Math.max(to.at - from.at, leastMs);
  return energy <= most + registerStep(from.index, to.index);
}

/** Whether `y` may be the same register as `from`, later: up to the noise below it, no further above than possible. */
const fits = (from: IndexAt, y: IndexAt, rules: CounterRules): boolean =>
  y.index - from.index >= -rules.noise && isPossible(from, y, y.index - from.index, rules);
