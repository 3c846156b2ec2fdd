import { help, readArguments, UsageError } from './arguments.ts';
import { run } from './run.ts';

/** EX_USAGE of sysexits.h. */
const wrongUsage = 64;

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort());
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `| head` has seen enough.
  if (error.code === 'EPIPE') ending.abort();
  else throw error;
});

try {
  const settings = readArguments(process.argv.slice(2), process.env);
  if (settings) await run(settings, ending.signal);
  else process.stdout.write(help);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message} See --help.\n`);
  process.exitCode = wrongUsage;
}
