import { expect, test } from 'vitest';
import { fromMicro, registerStep, share, toMicro } from './micro.ts';

test('sums of decimals have no rest', () => {
  expect(fromMicro(toMicro(0.1) + toMicro(0.2))).toBe(0.3);
  expect(fromMicro(toMicro(999_999_999.999999))).toBe(999_999_999.999999);
});

test.each([
  [10, 1, 3, 3],
  [10, 2, 4, 5],
  [5, 1, 2, 3],
  [7, 0, 9, 0],
  [7, 9, 9, 7],
  [7, 0, 0, 7],
  // Beyond what floating point multiplies exactly.
  [999_999_999_999_999, 31_535_999_999, 31_536_000_000, 999_999_999_968_289],
])('share(%i, %i, %i) is %i', (amount, part, whole, expected) => expect(share(amount, part, whole)).toBe(expected));

test.each([
  [500, 501, 1],
  [500.1, 501, 0.1],
  [500, 501.25, 0.01],
  [0.000001, 5, 0.000001],
  [0, 0, 1],
])('a register that shows %d and %d moves by %d kWh', (a, b, step) => {
  expect(registerStep(toMicro(a), toMicro(b))).toBe(toMicro(step));
});
