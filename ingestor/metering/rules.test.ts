import { describe, expect, test } from 'vitest';
import { toMicro } from './micro.ts';
import { type CounterRules, judgeCounter, type Swap } from './rules.ts';

const settings = { maxPower: undefined, modulus: undefined, noise: toMicro(1), swaps: [] } satisfies CounterRules;
/** 100 kW: 0.833 333 kWh in 30 s, and a register step. */
const limited: CounterRules = { ...settings, maxPower: 100 };
const million: CounterRules = { ...settings, modulus: toMicro(1e6) };
const swap = (seconds: number, closing: number, opening: number): Swap => ({
  at: seconds * 1000,
  closing: toMicro(closing),
  opening: toMicro(opening),
});
const swapped = (...swaps: Swap[]): CounterRules => ({ ...settings, swaps });

type Index = readonly [seconds: number, kwh: number];
const indexAt = ([seconds, kwh]: Index) => ({ at: seconds * 1000, index: toMicro(kwh) });

interface Row {
  readonly rule: string;
  readonly anchor?: Index;
  readonly x: Index;
  readonly next?: Index;
  readonly rules?: CounterRules;
  readonly kwh: number;
  readonly flags?: readonly string[];
  /** Where the next reading is compared; `x` where not given. */
  readonly anchored?: Index;
}

/**
 * The rules in their order, the first that matches wins. Sources: resets below 90 % as in Home Assistant's statistics of
 * energy; the limit of power as in emoncms, but without its freeze after a jump; the rest as docs/metering.md defines it.
 */
const table: readonly Row[] = [
  { rule: 'the first reading', x: [0, 500], kwh: 0, flags: ['first-reading'] },
  { rule: 'a rise', anchor: [0, 500], x: [30, 500.1], kwh: 0.1 },
  { rule: 'no rise', anchor: [0, 500], x: [30, 500], kwh: 0 },
  { rule: 'any rise, where no power is known', anchor: [0, 500], x: [30, 9e5], kwh: 899_500 },
  { rule: 'a rise of 100 kW and a step', rules: limited, anchor: [0, 500.001], x: [30, 500.834], kwh: 0.833 },
  { rule: 'a register of whole kWh', rules: limited, anchor: [0, 500], x: [1, 501], kwh: 1 },
  { rule: 'two readings of one second', rules: limited, anchor: [0, 500.001], x: [0, 500.028], kwh: 0.027 },
  {
    rule: 'a larger rise, nothing after it',
    ...{ rules: limited, anchor: [0, 500], x: [30, 5000], kwh: 0, flags: ['spike'], anchored: [0, 500] },
  },
  {
    rule: 'a larger rise, and back',
    ...{
      rules: limited,
      anchor: [0, 500],
      x: [30, 5000],
      next: [60, 500.5],
      kwh: 0,
      flags: ['spike'],
      anchored: [0, 500],
    },
  },
  {
    rule: 'a larger rise that stays',
    ...{ rules: limited, anchor: [0, 500], x: [30, 5000], next: [60, 5000.5], kwh: 0, flags: ['spike'] },
  },
  { rule: 'a wrap', rules: million, anchor: [0, 999_999], x: [30, 2], kwh: 3, flags: ['wrap'] },
  { rule: 'a wrap at the limits', rules: million, anchor: [0, 9e5], x: [30, 1e5], kwh: 2e5, flags: ['wrap'] },
  { rule: 'no wrap from below', rules: million, anchor: [0, 899_999], x: [30, 2], kwh: 2, flags: ['counter-reset'] },
  { rule: 'a dip', anchor: [0, 500], x: [30, 499], kwh: 0, flags: ['dip'], anchored: [30, 500] },
  { rule: 'a dip near 0 is no reset', anchor: [0, 0.9], x: [30, 0], kwh: 0, flags: ['dip'], anchored: [30, 0.9] },
  {
    rule: 'one zero',
    ...{ anchor: [0, 500], x: [30, 0], next: [60, 500.2], kwh: 0, flags: ['spike'], anchored: [0, 500] },
  },
  { rule: 'a reset, nothing after it', anchor: [0, 500], x: [30, 0.4], kwh: 0.4, flags: ['counter-reset'] },
  { rule: 'a reset', anchor: [0, 500], x: [30, 0.4], next: [60, 0.5], kwh: 0.4, flags: ['counter-reset'] },
  {
    rule: 'a reset to more than can have been',
    ...{ rules: limited, anchor: [0, 500], x: [30, 300], next: [60, 300.1], kwh: 0, flags: ['counter-reset', 'spike'] },
  },
  { rule: 'a drop of less than a tenth', anchor: [0, 500], x: [30, 460], kwh: 0, flags: ['counter-drop'] },
  { rule: 'a drop of exactly a tenth', anchor: [0, 500], x: [30, 450], kwh: 0, flags: ['counter-drop'] },
  { rule: 'a swap', rules: swapped(swap(20, 501, 7)), anchor: [0, 500], x: [30, 9], kwh: 3, flags: ['meter-swap'] },
  {
    rule: 'a swap to a higher index',
    ...{ rules: swapped(swap(20, 501, 9e5)), anchor: [0, 500], x: [30, 900_002], kwh: 3, flags: ['meter-swap'] },
  },
  {
    rule: 'two swaps',
    ...{
      rules: swapped(swap(10, 501, 7), swap(20, 9, 0)),
      anchor: [0, 500],
      x: [30, 4],
      kwh: 7,
      flags: ['meter-swap'],
    },
  },
  {
    rule: 'a swap at the very reading',
    ...{ rules: swapped(swap(30, 501, 7)), anchor: [0, 500], x: [30, 7], kwh: 1, flags: ['meter-swap'] },
  },
  { rule: 'a swap before the anchor', rules: swapped(swap(0, 501, 7)), anchor: [0, 500], x: [30, 501], kwh: 1 },
  {
    rule: 'a swap that contradicts the readings',
    ...{ rules: swapped(swap(20, 400, 7)), anchor: [0, 500], x: [30, 9], kwh: 0, flags: ['meter-swap'] },
  },
];

describe('what a counter consumed', () => {
  test.each(table)('$rule', ({ anchor, x, next, rules = settings, kwh, flags = [], anchored = x }) => {
    expect(judgeCounter(anchor && indexAt(anchor), indexAt(x), next && indexAt(next), rules)).toEqual({
      consumption: toMicro(kwh),
      flags,
      anchor: indexAt(anchored),
    });
  });
});
