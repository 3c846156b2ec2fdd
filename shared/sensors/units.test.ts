import { expect, test } from 'vitest';
import { convert, type Dimension, round6, unitNames } from './units.ts';

test.each<[number, Dimension, string, string, number]>([
  [1013.25, 'pressure', 'hPa', 'bar', 1.01325],
  [101_325, 'pressure', 'Pa', 'hPa', 1013.25],
  [1013, 'pressure', 'mbar', 'hPa', 1013],
  [690, 'pressure', 'kPa', 'bar', 6.9],
  [100, 'pressure', 'psi', 'bar', 6.894757],
  [6.894757293168, 'pressure', 'bar', 'psi', 100],
  [212, 'temperature', 'F', 'C', 100],
  [-40, 'temperature', 'F', 'C', -40],
  [0, 'temperature', 'K', 'C', -273.15],
  [1_234_567, 'energy', 'Wh', 'kWh', 1234.567],
  [1.5, 'energy', 'MWh', 'kWh', 1500],
  [4200, 'power', 'W', 'kW', 4.2],
])('%d %s in %s is in %s: %d', (value, dimension, from, to, expected) => {
  expect(convert(value, dimension, from, to)).toBe(expected);
});

test('a value in the stored unit is untouched, whatever its digits', () => {
  expect(convert(0.1 + 0.2, 'pressure', 'bar', 'bar')).toBe(0.1 + 0.2);
});

test('an unknown unit is a mistake of the caller', () => {
  expect(() => convert(1, 'pressure', 'furlong', 'bar')).toThrow(RangeError);
});

test('there and back is the same value, for every pair of units', () => {
  for (const dimension of ['pressure', 'temperature', 'energy', 'power'] as const) {
    for (const from of unitNames(dimension)) {
      for (const to of unitNames(dimension)) {
        const there = convert(500_000, dimension, from, to);
        // What 6 decimals of the larger unit cannot hold is lost.
        expect(convert(there, dimension, to, from)).toBeCloseTo(500_000, 0);
      }
    }
  }
});

test('rounding leaves no binary noise, and a number beyond its reach alone', () => {
  expect(round6(0.1 + 0.2)).toBe(0.3);
  expect(round6(1e308)).toBe(1e308);
});
