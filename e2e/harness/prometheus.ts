import { execFileSync } from 'node:child_process';
import { ensureCommands } from '../../stack/system-packages.ts';

/** Installs Prometheus where it is missing and that is possible; throws with what to install otherwise. */
export async function ensurePrometheus(): Promise<void> {
  const wanted = ['prometheus', 'promtool'].map((command) => ({ command, package: 'prometheus' }));
  const missing = await ensureCommands(wanted, AbortSignal.timeout(240_000), () => undefined);
  if (missing) throw new Error(missing);
}

/** Runs promtool; throws with what it says when it fails. */
export const promtool = (args: readonly string[], options: { cwd?: string; input?: string } = {}): string =>
  execFileSync('promtool', args, { encoding: 'utf8', stdio: 'pipe', ...options });
