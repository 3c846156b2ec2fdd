import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as names from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const compose = read('docker-compose.yml');
const secure = read('docker-compose.secure.yml');
const unique = (names: Iterable<string | undefined>) => [...new Set(names)].sort();

test.each(sensorTypes.map(({ name }) => name))('%s has its gateway and its ingestor, plain and secured', (type) => {
  for (const file of [compose, secure]) {
    for (const role of ['gateway', 'ingestor']) expect(file).toContain(`\n  ${role}-${type}:\n`);
  }
});

test('docker/stack.env has every variable, with its default, and asks only for what is required', () => {
  const used = [...`${compose}${secure}`.matchAll(/\$\{(\w+)(:[-?])?([^}]*)\}/g)];
  // Those of the secured stack have a default of their own.
  const defaults = new Map([...compose.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name, value]) => [name, value]));
  const lines = [...read('docker/stack.env').matchAll(/^(# )?([A-Z_0-9]+)=(.*)$/gm)];
  const internal = ['ELASTICSEARCH_HEALTH_URL'];
  expect(unique(lines.map(([, , name]) => name))).toEqual(
    unique(used.map(([, name]) => name)).filter((name) => name !== undefined && !internal.includes(name)),
  );
  const required = new Set([...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
  for (const [, comment, name, value] of lines) {
    expect([name, comment === undefined]).toEqual([name, required.has(name)]);
    if (comment && defaults.get(name)) expect([name, value]).toEqual([name, defaults.get(name)]);
  }
});

test('no server of others is asked for without a version, and only ours are built', () => {
  const images = [...compose.matchAll(/^ +image: (.+)$/gm)].map(([, image = '']) => image);
  for (const image of images) expect(image).toMatch(/:(\d+\.\d+\.\d+|\$\{VERSION:-latest\})$/);
});

test('no path of the machine is mounted', () => {
  const mounts = [...compose.matchAll(/volumes:\s*\[(.+)\]/g)].flatMap(([, list = '']) => list.split(', '));
  expect(mounts).toHaveLength(4);
  for (const mount of mounts) expect(mount).toMatch(/^"[a-z-]+:\//);
});

test('Elasticsearch makes every index that the services write to when it is first written to', () => {
  const [, list = ''] = /auto_create_index: "(.+)"/.exec(read('docker/elasticsearch/elasticsearch.yml')) ?? [];
  const allowed = list
    .split(',')
    .map((pattern) => new RegExp(`^${pattern.replace('.', '\\.').replaceAll('*', '.*')}$`));
  const families = Object.values(names)
    .filter((value) => typeof value === 'function' && /(names|Index)Of$/i.test(value.name))
    .map((namesOf) => (namesOf as (...args: string[]) => string | object)('acme', 'air'))
    .flatMap((found) => (typeof found === 'string' ? [['index', found]] : Object.entries(found)))
    .flatMap(([key = '', value]) => (/index$/i.test(key) ? [`${value}-2026`] : []));
  expect(families.length).toBeGreaterThan(6);
  expect(families.filter((index) => !allowed.some((pattern) => pattern.test(index)))).toEqual([]);
});
