import { resolve } from 'node:path';
import { helpText, readArguments } from './arguments.ts';
import { StackError, startStack } from './stack.ts';
import { summaryOf } from './summary.ts';

const FOLDER = resolve(import.meta.dirname, '../.stack/data');

/** Resolves with the exit code when the stack was stopped, by a signal (0) or because one of its servers died (1). */
async function main(): Promise<number> {
  const { help, fresh, ports } = readArguments(process.argv.slice(2), process.env);
  if (help) {
    print(helpText());
    return 0;
  }
  const started = Date.now();
  const ending = Promise.withResolvers<number>();
  const startup = new AbortController();
  const end = (code: number, why: string) => {
    ending.resolve(code);
    startup.abort(new StackError(why));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end(0, 'Interrupted.'));
  }
  // npm passes SIGTERM on to the shell it runs us in, and that dies without telling us.
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => end(0, 'Interrupted.'));
  const stack = await startStack({
    folder: FOLDER,
    ports,
    fresh,
    signal: startup.signal,
    onProgress: print,
    onDeath: (name) => end(1, `Not started, as ${name} ended.`),
  });
  print(summaryOf(stack, (Date.now() - started) / 1000));
  const code = await ending.promise;
  print('stopping');
  await stack.stop();
  print('stopped');
  return code;
}

function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, 300);
  watch.unref();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (problem) {
  if (!(problem instanceof StackError)) throw problem;
  process.stderr.write(`${problem.message}\n`);
  process.exitCode = 1;
}
