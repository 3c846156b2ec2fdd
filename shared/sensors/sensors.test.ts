import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sensorTypes } from './index.ts';
import type { SensorType } from './sensor.ts';
import { unitNames } from './units.ts';

const helpers = ['index', 'sensor', 'units'];

test('every sensor type of the folder is in the list', async () => {
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => !helpers.includes(name));
  const defined = await Promise.all(
    files.map(async (name) =>
      Object.values((await import(join(import.meta.dirname, `${name}.ts`))) as Record<string, SensorType>),
    ),
  );
  expect(sensorTypes.map(({ name }) => name).sort()).toEqual(files.sort());
  expect(new Set(sensorTypes)).toEqual(new Set(defined.flat()));
});

test.each(sensorTypes)('$name has a name that topics, queues and indices can carry, and an example', (sensor) => {
  expect(sensor.name).toMatch(/^[a-z][a-z0-9]*$/);
  expect(sensor.examples.length).toBeGreaterThan(0);
});

test.each(sensorTypes)('$name: each measure with a dimension has a unit of it, and limits in order', (sensor) => {
  for (const measure of Object.values(sensor.measures)) {
    expect(measure.min).toBeLessThan(measure.max);
    if (measure.dimension) expect(unitNames(measure.dimension)).toContain(measure.unit);
    else expect(measure.unit).toBeUndefined();
  }
});
