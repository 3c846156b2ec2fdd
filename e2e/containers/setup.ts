import { execFileSync } from 'node:child_process';

/** Says in one sentence what is missing, before any test fails with something else. */
export default function setup(): void {
  for (const [args, missing] of [
    [['info'], 'no Docker engine answers. Start one, or name it in DOCKER_HOST'],
    [['compose', 'version'], 'docker has no compose. Install its plug-in, version 2.20 or newer'],
  ] as const) {
    try {
      execFileSync('docker', args, { stdio: 'ignore', timeout: 30_000 });
    } catch {
      throw new Error(`The container tests cannot run: ${missing}.`);
    }
  }
}
