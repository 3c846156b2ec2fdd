import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const root = resolve(import.meta.dirname, '../..');

/** A command as IT calls it: a process of its own, with nobody at a terminal. */
export function runNode(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return new Promise((done) => {
    const options = { cwd: root, env: { PATH: process.env.PATH ?? '', ...environment }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [file, ...args], options, (_error, out, err) =>
      done({ code: child.exitCode ?? -1, out, err }),
    );
  });
}
