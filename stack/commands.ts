import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StackError } from './types.ts';

// Where brokers are installed although an ordinary user's PATH does not have it.
const MORE_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/opt/homebrew/bin', '/opt/homebrew/sbin'];

/** Full path of a command, or undefined. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...MORE_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Runs a command to its end; `onLine` sees its output. Throws a StackError with its last lines when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: {
    env?: Readonly<Record<string, string>>;
    cwd?: string;
    signal?: AbortSignal;
    onLine?: (line: string) => void;
  } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const last: string[] = [];
    const onLine = (line: string) => {
      last.push(line);
      if (last.length > 15) last.shift();
      options.onLine?.(line);
    };
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(onLine);
      });
      stream.on('end', () => rest !== '' && onLine(rest));
    }
    const fail = (why: string) => {
      reject(new StackError([`${command} ${args.join(' ')}: ${why}`, ...last.map((line) => `    ${line}`)].join('\n')));
    };
    child.once('error', (problem) => fail(problem.message));
    child.once('close', (code, signal) =>
      code === 0 ? resolve() : fail(`ended with ${signal ?? `exit code ${code}`}`),
    );
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
