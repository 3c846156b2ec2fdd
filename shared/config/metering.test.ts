import { expect, test } from 'vitest';
import { buildMetering, meteringVariables } from './metering.ts';
import { defineConfig, type Environment, readConfig } from './read.ts';

const definition = defineConfig(meteringVariables, buildMetering);
const read = (environment: Environment) => readConfig(definition, environment);

test('a device has its own settings, by number or by name, else those of the site', () => {
  const result = read({
    MAX_POWER_KW: '100',
    MAX_POWER_KWS: '12=250,press=63',
    COUNTER_MODULUS_KWHS: '12=1000000',
    COUNTER_NOISE_KWH: '0',
  });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  expect(result.config('12', 'x')).toEqual({ maxPowerKw: 250, modulusKwh: 1_000_000, noiseKwh: 0 });
  expect(result.config('13', 'press')).toEqual({ maxPowerKw: 63, modulusKwh: undefined, noiseKwh: 0 });
  expect(result.config('14', 'y')).toEqual({ maxPowerKw: 100, modulusKwh: undefined, noiseKwh: 0 });
});

test('without any, a rise is believed, nothing wraps, and 1 kWh is noise', () => {
  const result = read({});
  expect('config' in result && result.config('12', 'x')).toEqual({
    ...{ maxPowerKw: undefined, modulusKwh: undefined, noiseKwh: 1 },
  });
});

test.each(['MAX_POWER_KW', 'COUNTER_MODULUS_KWH'])('%s is above 0', (variable) => {
  expect(read({ [variable]: '0' })).toMatchObject({ problems: [{ variable }] });
});
