import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import net, { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../harness/until.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
/** Servers of the Java kind take their time on a busy machine. */
const patienceMs = 180_000;

/** What `docker inspect` says of a container, as far as it matters here. */
export interface Inspected {
  readonly Name: string;
  readonly RestartCount: number;
  readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } };
  readonly Config: { readonly User: string; readonly Env: readonly string[]; readonly Labels: Record<string, string> };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Init: boolean | null;
    readonly Privileged: boolean;
    readonly Memory: number;
    readonly PidsLimit: number | null;
    readonly RestartPolicy: { readonly Name: string };
    readonly LogConfig: { readonly Config: Record<string, string> };
    readonly PortBindings: Record<string, unknown> | null;
  };
}

/** The stack of docker-compose.yml under a customer's name of its own, so that it meddles with no other on the machine. */
export interface Containers {
  readonly customer: string;
  compose(...args: string[]): Promise<string>;
  /** The same with other variables than usual. */
  composeWith(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<string>;
  /** Runs a command in a service's container. */
  exec(service: string, ...command: string[]): Promise<string>;
  /** Runs another program in a service's container, as an intruder would; what it has said when its time is over. */
  runFor(
    seconds: number,
    service: string,
    environment: Readonly<Record<string, string>>,
    program: string,
  ): Promise<string>;
  inspect(service: string): Promise<Inspected>;
  logs(service: string): Promise<string>;
  healthy(service: string): Promise<void>;
  /** SIGKILL for all that runs in the container, as when it crashes: `docker kill` would count as wanted. */
  crash(service: string): Promise<void>;
  /** How many documents a type has of a device. */
  count(type: string, device: string): Promise<number>;
  stored(type: string, device: string, count: number): Promise<void>;
  /** Address of a published port on this machine: `127.0.0.1:32768`. */
  published(service: string, port: number): Promise<string>;
  /** Removes a service's container and a volume, as when its disk is lost. */
  lose(service: string, volume: string): Promise<void>;
  imageBytes(service: string): Promise<number>;
  remove(): Promise<void>;
}

export async function createContainers(options: {
  readonly files: readonly string[];
  readonly profiles: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): Promise<Containers> {
  const customer = `test${randomBytes(3).toString('hex')}`;
  const env = {
    ...process.env,
    // Any free ports.
    ...{ LIVE_PAGE_PORT: '0', MAIL_PORT: '0', KIBANA_PORT: '0' },
    ...{ CUSTOMER: customer, VERSION: 'test', REVISION: 'under-test', READING_PERIOD_SECONDS: '1' },
    ...options.environment,
  };
  const files = options.files.flatMap((file) => ['-f', file]);
  const profiles = options.profiles.flatMap((profile) => ['--profile', profile]);
  const dockerWith = async (more: Readonly<Record<string, string>>, ...args: string[]) => {
    const options = { cwd: root, env: { ...env, ...more }, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await run('docker', args, options).catch((error: Error & { stdout?: string }) => {
      throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error });
    });
    return args[0] === 'logs' ? stdout + stderr : stdout;
  };
  const docker = (...args: string[]) => dockerWith({}, ...args);
  const composeWith = (more: Readonly<Record<string, string>>, ...args: string[]) =>
    dockerWith(more, 'compose', '--env-file', 'docker/demo.env', '--progress', 'quiet', ...files, ...profiles, ...args);
  const compose = (...args: string[]) => composeWith({}, ...args);
  const name = (service: string) => `${customer}_${service}`;
  const inspect = async (service: string) =>
    (JSON.parse(await docker('inspect', name(service))) as Inspected[])[0] as Inspected;
  const exec = (service: string, ...command: string[]) => docker('exec', name(service), ...command);
  const healthy = async (service: string) => {
    const isHealthy = async () => {
      const { State } = await inspect(service);
      return State.Running && (State.Health?.Status ?? 'healthy') === 'healthy';
    };
    await until(`${service} to be healthy`, isHealthy, patienceMs);
  };
  const count = async (type: string, device: string) => {
    const base = `http://127.0.0.1:9200/${customer}-${type}-data-*`;
    const look = `curl -s -o /dev/null -XPOST '${base}/_refresh'; curl -s '${base}/_count?q=device:${device}'`;
    const answer = await exec('elasticsearch', 'sh', '-c', look);
    return (JSON.parse(answer) as { count: number }).count;
  };
  return {
    customer,
    compose,
    composeWith,
    runFor(seconds, service, environment, program) {
      const given = Object.entries({ HEALTH_PORT: '0', ...environment }).flatMap(([key, value]) => [
        '-e',
        `${key}=${value}`,
      ]);
      return docker('exec', ...given, name(service), 'timeout', '--preserve-status', String(seconds), 'node', program);
    },
    exec,
    inspect,
    healthy,
    count,
    logs: (service) => docker('logs', name(service)),
    async crash(service) {
      const before = (await inspect(service)).RestartCount;
      await exec(service, 'sh', '-c', 'kill -9 -1').catch(() => undefined);
      await until(`${service} to be restarted`, async () => (await inspect(service)).RestartCount > before, patienceMs);
      await healthy(service);
    },
    async stored(type, device, wanted) {
      const all = async () => {
        const found = await count(type, device);
        if (found > wanted) throw new Error(`${found} documents instead of ${wanted}`);
        return found === wanted;
      };
      await until(`${wanted} documents of ${device}`, all, patienceMs);
    },
    async published(service, port) {
      return (await compose('port', service, String(port))).trim().replace('0.0.0.0', '127.0.0.1');
    },
    async lose(service, volume) {
      await compose('rm', '--force', '--stop', service);
      await docker('volume', 'rm', `${customer}_${volume}`);
    },
    async imageBytes(service) {
      const image = (await docker('inspect', '--format', '{{.Image}}', name(service))).trim();
      return Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
    },
    async remove() {
      await compose('down', '--volumes', '--timeout', '20', '--remove-orphans');
    },
  };
}

/** A port that is free, and stays the same when a container is restarted. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
