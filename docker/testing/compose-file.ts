import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { bytesOf, secondsOf, type Workload } from './workload.ts';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
  readonly stop_grace_period: string;
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly interval: string; readonly timeout: string; readonly retries: number };
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
}

/** The services of docker-compose.yml, with these variables; all others have their defaults. */
export function composeWorkloads(given: Readonly<Record<string, string>>): Readonly<Record<string, Workload>> {
  const text = readFileSync(resolve(import.meta.dirname, '../../docker-compose.yml'), 'utf8');
  const fill = (_key: unknown, value: unknown) => (typeof value === 'string' ? interpolate(value, given) : value);
  const { services } = parse(text, fill, { merge: true }) as { services: Record<string, Service> };
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, workloadOf(service)]));
}

const interpolate = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, name, value) => given[name] ?? value ?? '');

function workloadOf(service: Service): Workload {
  const { healthcheck, tmpfs = [], volumes = [], environment = {} } = service;
  const sizes = tmpfs.map((mount) => /^([^:]+):size=(\w+)/.exec(mount) ?? []);
  return {
    command: service.command ?? [],
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
    memoryBytes: bytesOf(service.deploy.resources.limits.memory),
    graceSeconds: secondsOf(service.stop_grace_period ?? '10s'),
    scratch: Object.fromEntries(sizes.map(([, path = '', size = '']) => [path, bytesOf(size)])),
    volumes: volumes.map((volume) => volume.split(':')[1] ?? ''),
    alive: healthcheck && {
      everySeconds: secondsOf(healthcheck.interval),
      timeoutSeconds: secondsOf(healthcheck.timeout),
      failures: healthcheck.retries,
    },
    confined:
      service.read_only && service.cap_drop.join() === 'ALL' && service.security_opt.includes('no-new-privileges:true'),
  };
}
