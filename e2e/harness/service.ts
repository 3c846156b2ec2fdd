import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { leanEnvironment } from '../../stack/lean.ts';
import { until } from './until.ts';

export type ServiceName = 'gateway' | 'ingestor' | 'alerter' | 'live-page' | 'operations' | 'kibana/preview';
export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly msg: string };

/** A service as IT runs it: a process of its own, configured by its environment. */
export interface RunningService {
  readonly process: ChildProcess;
  readonly log: readonly LogLine[];
  /** Everything written to standard error. */
  readonly errors: () => string;
  /** Waits for a log line that contains this text. */
  logged(text: string): Promise<LogLine>;
  /** Status and checks of `/ready`. */
  readiness(): Promise<{ status: number; checks: Record<string, boolean> }>;
  ready(): Promise<void>;
  /** Sum of a metric over its labels. */
  metric(name: string): Promise<number>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const running = new Set<RunningService>();

export function startService(name: ServiceName, environment: Readonly<Record<string, string>>): RunningService {
  const child = spawn(process.execPath, [`${name}/main.ts`], {
    cwd: root,
    env: { ...leanEnvironment, PATH: process.env.PATH ?? '', HEALTH_PORT: '0', LOG_LEVEL: 'debug', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => log.push(JSON.parse(line) as LogLine));
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);

  const logged = (text: string) =>
    until(`the ${name} to log "${text}"`, () => log.find(({ msg }) => msg.includes(text)) ?? false);
  const health = async (path: string) => {
    const { healthPort } = await logged('started');
    return await fetch(`http://127.0.0.1:${healthPort}${path}`);
  };

  const service: RunningService = {
    process: child,
    log,
    errors: () => errors,
    logged,
    async readiness() {
      const answer = await health('/ready');
      const { checks } = (await answer.json()) as { checks: Record<string, boolean> };
      return { status: answer.status, checks };
    },
    async ready() {
      await until(`the ${name} to be ready`, async () => (await service.readiness()).status === 200);
    },
    async metric(metric) {
      const lines = (await (await health('/metrics')).text()).split('\n');
      const values = lines.filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
      return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
    async stop() {
      child.kill('SIGTERM');
      running.delete(service);
      return await exited;
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      running.delete(service);
      await exited;
    },
  };
  running.add(service);
  return service;
}

/** Ends whatever a test has left running, also after a failure. */
export async function endServices(): Promise<void> {
  for (const service of running) await service.kill();
}
