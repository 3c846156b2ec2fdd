import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as names from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const compose = read('docker-compose.yml');
const secure = read('docker-compose.secure.yml');
interface Service {
  readonly container_name?: string;
  readonly image?: string;
  readonly build?: object;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
}
interface Stack {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}
const stackOf = (text: string) => parse(text, { merge: true }) as Stack;
const { services, networks } = stackOf(compose);
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

test('no path of the machine is mounted, and secrets are single files of an absolute folder', () => {
  const all = [services, stackOf(secure).services].flatMap((found) => Object.values(found));
  const mounts = all.flatMap(({ volumes = [] }) => volumes);
  expect(mounts).toHaveLength(4);
  for (const mount of mounts) expect(mount).toMatch(/^[a-z-]+:\//);
  const secrets = Object.entries(stackOf(secure).secrets);
  expect(secrets.length).toBeGreaterThan(30);
  for (const [name, { file }] of secrets) {
    expect(file).toMatch(/^\$\{SECRETS_FOLDER:\?[^}]+\}\/[\w.-]+$/);
    expect(file.endsWith(`/${name}`)).toBe(true);
  }
});

describe.each(Object.entries(services))('%s', (name, service) => {
  test('is named, grouped and described, and waits for what is healthy', () => {
    expect(service.container_name).toBe(`\${CUSTOMER:-finemeca}_${name}`);
    expect(service.labels['com.finemeca.group']).toBeTruthy();
    expect(service.labels['com.finemeca.description']).toBeTruthy();
    for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe('service_healthy');
  });

  test('reaches what it has to reach, and no more', () => {
    const [kind = ''] = /^(gateway|ingestor)/.exec(name) ?? [name];
    expect([...service.networks].sort()).toEqual(
      {
        gateway: ['back', 'edge'],
        ingestor: ['back'],
        // Mails leave by `front`, and ports are published there.
        ...{ alerter: ['back', 'front'], 'live-page': ['back', 'front'], kibana: ['back', 'front'], mail: ['front'] },
        operations: ['back', 'edge'],
        'kibana-import': ['back'],
        ...{ mosquitto: ['edge'], simulator: ['edge'] },
        ...{ activemq: ['back'], elasticsearch: ['back'] },
      }[kind],
    );
  });
});

test('the servers behind have no way out, and only what people open publishes a port', () => {
  expect(networks).toEqual({ edge: null, back: { internal: true }, front: null });
  const published = Object.entries(services).filter(([, { ports }]) => ports);
  // The mail catcher belongs to the demo.
  expect(published.map(([name]) => name).sort()).toEqual(['kibana', 'live-page', 'mail']);
  expect(services.mail?.profiles).toEqual(['demo']);
  // With TLS and sign-on sensors may come from outside.
  const secured = Object.entries(stackOf(secure).services).filter(([, { ports }]) => ports);
  expect(secured.map(([name]) => name)).toEqual(['mosquitto']);
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
