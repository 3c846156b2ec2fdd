import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { alerterConfiguration } from '../alerter/config.ts';
import { composeWorkloads } from '../docker/testing/compose-file.ts';
import { type Built, build, type Manifest, workloadOf } from '../docker/testing/manifests.ts';
import { gatewayConfiguration } from '../gateway/config.ts';
import { ingestorConfiguration } from '../ingestor/config.ts';
import { livePageConfiguration } from '../live-page/config.ts';
import { operationsConfiguration } from '../operations/config.ts';
import { type ConfigDefinition, type Environment, readConfig } from '../shared/config/read.ts';
import { namesOf } from '../shared/names.ts';
import { sensorTypes } from '../shared/sensors/index.ts';

/** docker-compose.yml and docker/kubernetes say the same, each in its words. */
const types = sensorTypes.map(({ name }) => name);
// biome-ignore lint/suspicious/noExplicitAny: what each makes of its variables is compared with itself only
const definitions: Readonly<Record<string, ConfigDefinition<any, unknown>>> = {
  ...Object.fromEntries(types.map((type) => [`gateway-${type}`, gatewayConfiguration])),
  ...Object.fromEntries(types.map((type) => [`ingestor-${type}`, ingestorConfiguration])),
  ...{ alerter: alerterConfiguration, 'live-page': livePageConfiguration, operations: operationsConfiguration },
};
const services = Object.keys(definitions);
const servers = ['mosquitto', 'activemq', 'elasticsearch'];

const single = build('single-node');
const production = build('production');
const isPod = ({ kind }: Manifest) => kind === 'Deployment' || kind === 'StatefulSet';
const pod = (built: Built, name: string) => {
  const found = built.manifests.find((manifest) => isPod(manifest) && manifest.metadata.name === name);
  if (!found) throw new Error(`Kubernetes has no ${name}`);
  return workloadOf(found, built.settings);
};
// What a site says itself is in both the same.
const compose = composeWorkloads(single.settings);
const onKubernetes = (name: string) => pod(single, name);
const onCompose = (name: string) => {
  const found = compose[name];
  if (!found) throw new Error(`docker-compose.yml has no ${name}`);
  return found;
};

test('the same containers are in both', () => {
  const names = single.manifests.filter(isPod).map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual([...services, ...servers].sort());
  expect(production.manifests.filter(isPod).map(({ metadata }) => metadata.name)).toEqual(
    expect.arrayContaining(services),
  );
});

describe.each([...services, ...servers])('%s', (name) => {
  test('has the same limits, places to write, and time to end, and is confined', () => {
    const { memoryBytes, graceSeconds, scratch, volumes, confined } = onCompose(name);
    const of = onKubernetes(name);
    expect({ ...of, volumes: [...of.volumes].sort() }).toMatchObject({
      ...{ memoryBytes, graceSeconds, scratch, confined },
      volumes: [...volumes].sort(),
    });
    expect(confined).toBe(true);
  });
});

/** In files there; the text is what matters here. */
const secrets = {
  ACKNOWLEDGE_SECRET: 'a secret that is long enough for all of it',
  SESSION_SECRET: 'another secret that is long enough for it',
  SMTP_URL: 'smtps://alerter:password@mail.example.com',
  AUTH_USERS: `anne=scrypt.16.${'A'.repeat(22)}.${'A'.repeat(43)}`,
};
const withSecrets = (environment: Environment): Environment => {
  const inFiles = Object.keys(environment).filter((name) => name.endsWith('_FILE') && environment[name] !== '');
  for (const file of inFiles) expect(environment[file]).toMatch(/^\/run\/secrets\/[\w.-]+$/);
  const texts = Object.entries(secrets).filter(([name]) => inFiles.includes(`${name}_FILE`));
  const others = Object.entries(environment).filter(([name]) => !inFiles.includes(name));
  return { ...Object.fromEntries(others), ...Object.fromEntries(texts) };
};

/** What some service reads, which all containers of a kind are given. */
const variables = Object.values(definitions).flatMap((definition) => Object.keys(definition.variables.shape));
const known = variables.flatMap((variable) => [variable, `${variable}_FILE`]);

describe.each(services)('%s', (name) => {
  const definition = definitions[name] as ConfigDefinition<z.ZodRawShape, unknown>;
  test('is started and watched in the same way', () => {
    const { command, alive } = onCompose(name);
    expect(onKubernetes(name)).toMatchObject({ command, alive });
    expect(alive).toBeDefined();
  });

  test('reads the same configuration', () => {
    const there = withSecrets(onKubernetes(name).environment);
    const secretsThere = Object.fromEntries(Object.keys(secrets).map((secret) => [secret, there[secret]]));
    const here = { ...onCompose(name).environment, ...secretsThere };
    // The same port under another name, as a Service of Kubernetes has one address for all ports.
    const renamed = there.STATUS_SERVICES?.replace('//live-page-health:', '//live-page:');
    const values = (environment: Environment) =>
      definition.variables.parse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value)));
    expect(values({ ...there, STATUS_SERVICES: renamed })).toEqual(values(here));
    expect(readConfig(definition, there)).not.toHaveProperty('problems');
  });

  test('has the same environment beside its configuration', () => {
    const others = (environment: Environment) =>
      Object.fromEntries(
        Object.entries(onCompose(name).environment).flatMap(([variable, value]) =>
          value === '' || known.includes(variable) ? [] : [[variable, environment[variable]]],
        ),
      );
    expect(others(onKubernetes(name).environment)).toEqual(others(onCompose(name).environment));
  });

  test('has all that it needs in production', () => {
    const { environment } = pod(production, name);
    expect(readConfig(definition, withSecrets(environment))).not.toHaveProperty('problems');
  });
});

describe.each([
  ['single-node', single],
  ['production', production],
] as const)('%s', (_name, { manifests }) => {
  const podsWith = (labels: Readonly<Record<string, string>> = {}) =>
    manifests.filter(isPod).filter(({ spec }) => {
      const own = spec.template.metadata.labels as Record<string, string>;
      return Object.entries(labels).every(([label, value]) => own[label] === value);
    });
  const ofKind = (wanted: string) => manifests.filter(({ kind }) => kind === wanted);

  test('every rule is about a container that is there', () => {
    for (const { kind, metadata, spec } of manifests) {
      if (kind === 'NetworkPolicy') {
        expect([metadata.name, podsWith(spec.podSelector.matchLabels).length > 0]).toEqual([metadata.name, true]);
      }
      if (kind === 'Service') expect([metadata.name, podsWith(spec.selector).length]).toEqual([metadata.name, 1]);
      if (kind === 'PodDisruptionBudget') {
        expect([metadata.name, podsWith(spec.selector.matchLabels).length > 0]).toEqual([metadata.name, true]);
      }
      if (kind === 'HorizontalPodAutoscaler') {
        const { kind: target, name } = spec.scaleTargetRef;
        const [found] = manifests.filter((manifest) => manifest.kind === target && manifest.metadata.name === name);
        // A number of its own would be put back at every `kubectl apply`.
        expect([name, found?.spec.replicas]).toEqual([name, undefined]);
      }
    }
    expect(ofKind('NetworkPolicy').length).toBeGreaterThan(8);
  });

  test('nobody may talk to anybody by default', () => {
    const [nothing] = ofKind('NetworkPolicy').filter(({ spec }) => Object.keys(spec.podSelector).length === 0);
    expect(nothing?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });
});

test('every type scales by the depth of its queue', () => {
  const scaled = production.manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  expect(scaled.map(({ metadata }) => metadata.name)).toEqual(types.map((type) => `ingestor-${type}`));
  for (const [at, { spec }] of scaled.entries()) {
    expect(spec.metrics[0].external.metric).toEqual({
      name: 'telemetry_operations_queue_messages',
      selector: {
        matchLabels: {
          queue: namesOf(production.settings.CUSTOMER ?? '', types[at] ?? '').queue.replace('/queue/', ''),
        },
      },
    });
  }
});
