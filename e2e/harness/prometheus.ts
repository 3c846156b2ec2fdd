import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCommands } from '../../stack/system-packages.ts';
import { until } from './until.ts';

/** Installs Prometheus where it is missing and that is possible; throws with what to install otherwise. */
export async function ensurePrometheus(): Promise<void> {
  const wanted = ['prometheus', 'promtool'].map((command) => ({ command, package: 'prometheus' }));
  const missing = await ensureCommands(wanted, AbortSignal.timeout(240_000), () => undefined);
  if (missing) throw new Error(missing);
}

/** Runs promtool; throws with what it says when it fails. */
export const promtool = (args: readonly string[], options: { cwd?: string; input?: string } = {}): string =>
  execFileSync('promtool', args, { encoding: 'utf8', stdio: 'pipe', ...options });

export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

export interface RunningPrometheus {
  alerts(): Promise<readonly FiringAlert[]>;
  stop(): Promise<void>;
}

/** A real Prometheus that asks these services (address by name) every few seconds. `rules`: the text of a rule file. */
export async function startPrometheus(
  services: Readonly<Record<string, string>>,
  rules: string,
): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const targets = Object.entries(services).map(([instance, url]) => ({
    targets: [new URL(url).host],
    labels: { instance },
  }));
  // JSON is YAML.
  const configuration = {
    // A service asks its servers, and waits for them for 2 s, before it answers.
    global: { scrape_interval: '3s', scrape_timeout: '3s', evaluation_interval: '1s' },
    rule_files: ['rules.yml'],
    scrape_configs: [{ job_name: 'telemetry', static_configs: targets }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(configuration));
  writeFileSync(join(folder, 'rules.yml'), rules);
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const ask = async (path: string) => await fetch(`http://127.0.0.1:${port}${path}`);
  await until('Prometheus', async () => (await ask('/-/ready')).ok);
  return {
    async alerts() {
      const { data } = (await (await ask('/api/v1/alerts')).json()) as { data: { alerts: FiringAlert[] } };
      return data.alerts;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
