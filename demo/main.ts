import { StackError } from '../stack/stack.ts';
import { help, readArguments, UsageError } from './arguments.ts';
import { runDemo } from './demo.ts';
import { DemoError, Ending } from './ending.ts';
import { Installation } from './installation.ts';
import { Screen } from './screen.ts';

/** EX_USAGE of sysexits.h. */
const wrongUsage = 64;
/** What shells use for a program that was interrupted. */
const interrupted = 130;
/** npm passes the terminal's Ctrl-C on to us, who have it already: one key press arrives twice. */
const echoMs = 500;

const ending = new Ending();
const screen = new Screen();
const installation = new Installation(ending, (line) => screen.say(line));

let askedAt = Number.POSITIVE_INFINITY;
function onSignal(): void {
  const now = Date.now();
  if (now - askedAt > echoMs) {
    screen.say('ending at once');
    const exit = () => process.exit(interrupted);
    installation.kill().then(exit, exit);
  }
  askedAt = Math.min(askedAt, now);
  ending.interrupt();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// `| head` has seen enough, or the terminal is gone.
process.stdout.on('error', () => ending.interrupt());

try {
  const options = readArguments(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else process.exitCode = await runDemo(options, { installation, ending, screen });
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message} See --help.\n`);
    process.exitCode = wrongUsage;
  } else if (error instanceof StackError || error instanceof DemoError) {
    if (ending.interrupted) {
      screen.say('interrupted; nothing is left running');
      process.exitCode = interrupted;
    } else {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  } else throw error;
}
