import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { leanEnvironment } from '../stack/lean.ts';
import type { Stack } from '../stack/stack.ts';
import { type Usage, usageOf } from './usage.ts';

const root = resolve(import.meta.dirname, '..');

/** The services of one sensor type, as processes of their own. */
export interface Pipeline {
  readonly names: readonly string[];
  /** CPU and memory of each service, by its name: `gateway-air`. */
  usage(): Readonly<Record<string, Usage>>;
  stop(): Promise<void>;
}

/** What services need to know of the servers. */
export const environmentOf = (
  { mqttUrl, activemqUrl, elasticsearchUrl }: Stack,
  customer: string,
): Readonly<Record<string, string>> => ({
  CUSTOMER: customer,
  MQTT_URL: mqttUrl,
  ACTIVEMQ_URL: activemqUrl,
  ELASTICSEARCH_URL: elasticsearchUrl,
});

/** Starts a gateway and an ingestor for each type, or another program instead; resolves when all of them are ready. */
export async function startPipeline(
  types: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFolder: string,
  programs: Readonly<Record<string, string>> = {},
): Promise<Pipeline> {
  mkdirSync(logFolder, { recursive: true });
  const services = types.flatMap((type) =>
    ['gateway', 'ingestor'].map((service) => ({
      name: `${service}-${type}`,
      child: startProgram(programs[service] ?? `${service}/main.ts`, {
        environment: { SENSOR_TYPE: type, ...environment },
        logFile: join(logFolder, `${service}-${type}.log`),
      }),
    })),
  );
  await Promise.all(services.map(({ child }) => ready(child)));
  return {
    names: services.map(({ name }) => name),
    usage: () => Object.fromEntries(services.map(({ name, child }) => [name, usageOf(child.pid ?? 0)])),
    async stop() {
      for (const { child } of services) child.kill('SIGTERM');
      await Promise.all(services.map(({ child }) => (child.exitCode === null ? once(child, 'exit') : undefined)));
    },
  };
}

/** Starts a program of this repository as a process of its own, as a container would. */
export function startProgram(
  program: string,
  { environment, logFile }: { environment: Readonly<Record<string, string>>; logFile: string },
): ChildProcess {
  const child = spawn(process.execPath, [program], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      ...leanEnvironment,
      // And what the bench itself was started with: a profiler, for one.
      NODE_OPTIONS: `${leanEnvironment.NODE_OPTIONS} ${process.env.NODE_OPTIONS ?? ''}`,
      HEALTH_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.pipe(createWriteStream(logFile, { flags: 'a' }));
  return child;
}

/** Resolves when the service answers that it is ready. */
export async function ready(child: ChildProcess): Promise<void> {
  const port = await new Promise<number>((resolvePort, reject) => {
    child.once('exit', (code) => reject(new Error(`a service ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const { healthPort } = JSON.parse(line) as { healthPort?: number };
      if (healthPort) resolvePort(healthPort);
    });
  });
  while (!(await fetch(`http://127.0.0.1:${port}/ready`)).ok) await sleep(50);
}
