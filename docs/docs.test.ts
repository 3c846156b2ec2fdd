import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createAlerter } from '../alerter/alerter.ts';
import { alerterConfiguration } from '../alerter/config.ts';
import { gatewayConfiguration } from '../gateway/config.ts';
import { createGateway } from '../gateway/gateway.ts';
import { ingestorConfiguration } from '../ingestor/config.ts';
import { createIngestor } from '../ingestor/ingestor.ts';
import { createTransform } from '../ingestor/transform.ts';
import { kibanaVariables } from '../kibana/import/config.ts';
import { texts } from '../kibana/texts/index.ts';
import { livePageConfiguration } from '../live-page/config.ts';
import { createLivePage } from '../live-page/live-page.ts';
import { operationsConfiguration } from '../operations/config.ts';
import { type ConfigDefinition, type Environment, readConfig } from '../shared/config/read.ts';
import { isSecret } from '../shared/config/values.ts';
import { registerDependencies } from '../shared/health.ts';
import { createLogger } from '../shared/logger.ts';
import { registerBuildInfo } from '../shared/metrics.ts';
import { rejectionCodes } from '../shared/outcome.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import { createSiteTime } from '../shared/site-time.ts';

const root = resolve(import.meta.dirname, '..');
const hidden = ['**/node_modules/**', '.stack/**', 'live-page/dist/**'];
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = globSync('**/*.md', { cwd: root, exclude: hidden });
const withoutFences = (markdown: string) => markdown.replace(/^ *```[\s\S]*?^ *```/gm, '');
const unique = (values: readonly string[]) => [...new Set(values)].sort();

/** What stands in backticks in the first column of tables, and the cells after it. */
const tableRows = (markdown: string) =>
  [...markdown.matchAll(/^\| `([^`]+)` +\| (.*?) *\|$/gm)].map(([, name = '', rest = '']) => ({
    name,
    cells: rest.split('|').map((cell) => cell.trim()),
  }));

describe('the variables', () => {
  const shapes: readonly [string, Readonly<Record<string, z.ZodType>>][] = [
    ['gateway', gatewayConfiguration.variables.shape],
    ['ingestor', ingestorConfiguration.variables.shape],
    ['alerter', alerterConfiguration.variables.shape],
    // Its own ones only: what it shares with the services is in their tables.
    ['kibana import', kibanaVariables],
    ['live page', livePageConfiguration.variables.shape],
  ];
  const services = shapes.filter(([name]) => name !== 'kibana import');
  const schemas: Readonly<Record<string, z.ZodType>> = Object.assign({}, ...shapes.map(([, shape]) => shape));
  const names = Object.keys(schemas).sort();
  const defaultOf = (name: string) => {
    const absent = schemas[name]?.safeParse(undefined);
    return absent?.success ? (absent.data === undefined ? undefined : String(absent.data)) : 'required';
  };
  const tables = /<!-- configuration -->([\s\S]*)<!-- \/configuration -->/.exec(read('README.md'))?.[1] ?? '';
  const rows = tables.split(/^(?=\w.*:$)/m).flatMap((part) => {
    const title = part.split(':', 1)[0] ?? '';
    return tableRows(part).map((row) => ({ ...row, title }));
  });

  test('README lists those of the code, and no others', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(names);
  });

  test.each(rows)('README tells the truth about $name', ({ name, title, cells: [usual = '', meaning = ''] }) => {
    const used = shapes.filter(([, shape]) => Object.hasOwn(shape, name)).map(([service]) => service);
    const names = new Intl.ListFormat('en-GB').format(used);
    expect(title.toLowerCase()).toBe(used.length === services.length ? 'all services' : names);
    const known = defaultOf(name);
    if (known !== undefined) expect(usual.replaceAll('`', '')).toBe(known);
    else expect(usual).not.toBe('required');
    const { [name]: schema } = schemas;
    expect(meaning.startsWith('secret')).toBe(schema !== undefined && isSecret(schema));
  });

  test('docker-compose.yml hands them on', () => {
    const compose = read('docker-compose.yml');
    // What a container needs no other value of, and sign-ons and authorities, which the secured stack has as files.
    const others = /^(LOG_FORMAT|HEALTH_PORT|KIBANA_WAIT_SECONDS|KIBANA_VIEWER_\w+)$|_(CA_FILE|API_KEY)$/;
    const signOns = /^(ACTIVEMQ|ELASTICSEARCH|KIBANA)_(USERNAME|PASSWORD)$/;
    const all = unique([...names, ...Object.keys(operationsConfiguration.variables.shape)]);
    const handedOn = all.filter((name) => !others.test(name) && !signOns.test(name));
    expect(handedOn.filter((name) => !new RegExp(`^ +${name}:`, 'm').test(compose))).toEqual([]);
  });

  test('docs/operations.md tells the truth about those of operations', () => {
    const { shape } = operationsConfiguration.variables;
    const section = /^## Configuration$([\s\S]*?)^## /m.exec(read('docs/operations.md'))?.[1] ?? '';
    const listed = [...section.matchAll(/^\| (`[A-Z_]+`.*?) +\| (.*?) +\| /gm)].flatMap(([, cell, usual]) =>
      [...(cell ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => [name, usual?.replaceAll('`', '')] as const),
    );
    for (const [name, usual] of listed) {
      const absent = (shape as Readonly<Record<string, z.ZodType>>)[name]?.safeParse(undefined);
      expect(absent?.success, name).toBe(true);
      // A time of day is shown as people write it.
      if (!name.endsWith('_AT')) expect([name, usual]).toEqual([name, String(absent?.data ?? '')]);
    }
    const own = Object.keys(shape).filter((name) => !Object.hasOwn(schemas, name));
    expect(own.filter((name) => !listed.some(([known]) => known === name))).toEqual([]);
  });

  test('.env.example has them all, once, with the default, and asks only for what is required', () => {
    const lines = [...read('.env.example').matchAll(/^(# )?([A-Z_]+)=(.*)$/gm)];
    expect(lines.map(([, , name]) => name).sort()).toEqual(names);
    for (const [, comment, name = '', value] of lines) {
      const known = defaultOf(name);
      expect([name, comment === undefined]).toEqual([name, known === 'required']);
      if (known !== undefined && known !== 'required') expect([name, value]).toEqual([name, known]);
    }
  });
});

describe.each(pages)('%s', (page) => {
  const markdown = read(page);

  test('its links lead somewhere', () => {
    const links = [...withoutFences(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, page) : resolve(root, dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('its commands exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...markdown.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    expect(unique(named).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const programs = [...markdown.matchAll(/\bnode (?:--[\w=.-]+ )*([\w./-]+\.ts)\b/g)].map(([, file = '']) => file);
    expect(unique(programs).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('their options exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const runs = [...markdown.matchAll(/(?:npm run (?:-s )?([a-z][\w:-]*) -- |node ([\w./-]+\.ts) )([^`|\n]*)/g)];
    const unknown = runs.flatMap(([, name, file = scripts[name ?? '']?.split(' ')[1] ?? '', rest = '']) => {
      // Help and parsing stand in the command's file, or in its room.
      const room = file.split('/', 1)[0] ?? '';
      const sources = globSync(`${room}/**/*.ts`, { cwd: root, exclude: hidden }).map(read).join('\n');
      const options = [...rest.matchAll(/(?<=^| )--([a-z][a-z-]*)/g)].map(([, option = '']) => option);
      return options.filter((option) => option !== 'help' && !sources.includes(`--${option}`));
    });
    expect(unique(unknown)).toEqual([]);
  });
});

test.each(['operations', 'install', 'user-guide'])('%s.md has the same commands in both languages', (page) => {
  /** Section by section; what differs are names that a person puts in. */
  const commandsOf = (markdown: string) =>
    markdown
      .split(/^##+ /m)
      .slice(1)
      .map((section) => section.match(/`(?:npm run|docker) [^`]+`|^ *(?:npm run|docker) [^`\n]+$/gm) ?? [])
      .map((commands) => commands.map((each) => each.replace(/<[^>]+>|\/cop[^ ]*/g, '…').trim()).sort());
  expect(commandsOf(read(`docs/${page}.fr.md`))).toEqual(commandsOf(read(`docs/${page}.md`)));
});

/** As GitHub makes them from headings. */
const anchorsOf = (markdown: string): string[] =>
  [...withoutFences(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('docs/architecture.md', () => {
  const architecture = read('docs/architecture.md');

  test('has every reason code, and no other', () => {
    const section = /^## Dead letters$([\s\S]*?)^## /m.exec(architecture)?.[1] ?? '';
    const [, table = ''] = section.split(/^\| code +\|.*$/m);
    expect(
      tableRows(table)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...rejectionCodes].sort());
  });

  test('has every metric of the services, and no other', async () => {
    const registry = new Registry();
    const logger = createLogger({ service: 'docs', level: 'silent', format: 'json' });
    const environment = {
      SENSOR_TYPE: 'air',
      MQTT_URL: 'mqtt://localhost',
      ACTIVEMQ_URL: 'stomp://localhost',
      ELASTICSEARCH_URL: 'http://localhost',
      SMTP_URL: 'smtp://localhost',
      MAIL_FROM: 'no-reply@finemeca.example',
      MAIL_TO: 'maintenance@finemeca.example',
      AUTH: 'none',
    };
    createGateway({ config: configOf(gatewayConfiguration, environment), logger, registry });
    createIngestor({ config: configOf(ingestorConfiguration, environment), logger, registry });
    createLivePage({ config: configOf(livePageConfiguration, environment), logger, registry });
    createAlerter({ config: configOf(alerterConfiguration, environment), logger, registry });
    registerBuildInfo(registry, 'docs');
    registerDependencies(registry, {});
    const registered = registry.getMetricsAsArray().map(({ name }) => name);
    expect(unique(architecture.match(/telemetry_[a-z_]+/g) ?? [])).toEqual(unique(registered));
  });

  test('has every metric that a source file names', () => {
    const sources = globSync('**/*.ts', { cwd: root, exclude: [...hidden, '**/*.test.ts', 'e2e/**'] });
    const named = sources.flatMap((file) => [...read(file).matchAll(/'(telemetry_[a-z_]+)'/g)].map(([, name]) => name));
    const documented = architecture + read('docs/operations.md');
    expect(named.filter((name) => name !== undefined && !documented.includes(`\`${name}\``))).toEqual([]);
  });
});

function configOf<Shape extends z.ZodRawShape, Config>(
  definition: ConfigDefinition<Shape, Config>,
  environment: Environment,
): Config {
  const result = readConfig(definition, environment);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('CONTRIBUTING.md', () => {
  const contributing = read('CONTRIBUTING.md');

  test('gives a reason for each dependency, and for no other', () => {
    const { dependencies, devDependencies, overrides } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies' | 'overrides',
      Record<string, string>
    >;
    const section = /^## Dependencies$([\s\S]*?)^## /m.exec(contributing)?.[1] ?? '';
    const listed = tableRows(section).map(({ name }) => name);
    expect(listed.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
    for (const name of Object.keys(overrides)) expect(section).toContain(`\`${name}\``);
  });

  test('the sensor type that it adds does what its examples say', async () => {
    const [, fenced = ''] = /<!-- sensor-example -->\s*```ts\n([\s\S]*?)^ *```/m.exec(contributing) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'docs-'));
    try {
      const file = join(folder, 'chiller.ts');
      writeFileSync(
        file,
        fenced.replace(/from '\.\/(\w+\.ts)'/g, (_from, name) => {
          return `from '${pathToFileURL(join(root, 'shared/sensors', name)).href}'`;
        }),
      );
      const { chiller } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { chiller: SensorType };
      const transform = createTransform({
        sensor: chiller,
        customer: 'finemeca',
        siteTime: createSiteTime('Europe/Brussels'),
        site: { openingPressure: () => undefined },
        readingPeriodSeconds: 30,
      });
      expect(chiller.examples.length).toBeGreaterThan(0);
      for (const { payload, receivedAt, stored, absent = [] } of chiller.examples) {
        const outcome = transform({
          body: Buffer.from(JSON.stringify(payload)),
          mqttTopic: 'finemeca/chiller/1',
          receivedAt: Date.parse(receivedAt),
          readingId: 'r',
        });
        expect(outcome).toMatchObject({ ok: true, value: { document: stored } });
        if (outcome.ok) for (const key of absent) expect(outcome.value.document).not.toHaveProperty(key);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('docs/dashboards.md has every panel with its question and what it means', () => {
  const page = read('docs/dashboards.md');
  for (const { title, about } of Object.values(texts.en.panels)) {
    expect(page).toContain(`| ${title} `);
    expect(page).toContain(about);
  }
});
