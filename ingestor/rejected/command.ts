import { type Environment, readConfig } from '../../shared/config/read.ts';
import { describeProblems } from '../../shared/service.ts';
import { type Command, readArguments, UsageError } from './arguments.ts';
import { BrokerError } from './broker.ts';
import { type RejectedConfig, rejectedConfiguration } from './config.ts';
import { helpText } from './help.ts';
import { list } from './list.ts';
import { discard, replay } from './remove.ts';
import { AmbiguousId } from './select.ts';
import { show } from './show.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible.ts';

export type CommandOf<Name extends Command['name']> = Extract<Command, { readonly name: Name }>;

/** What a command works with. */
export interface Context {
  readonly config: RejectedConfig;
  readonly terminal: Terminal;
}

/** sysexits.h */
const exUsage = 64;
const exConfig = 78;

/** Runs one command; resolves with the exit code of the process. */
export async function runRejected(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.name === 'help') {
      terminal.print(helpText);
      return 0;
    }
    const read = readConfig(rejectedConfiguration, environment);
    if ('problems' in read) {
      terminal.tell(describeProblems('dead-letter tool', read.problems).trimEnd());
      return exConfig;
    }
    return await execute(command, { config: read.config, terminal });
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`${visible(error.message)} (--help explains)`);
      return exUsage;
    }
    if (!(error instanceof BrokerError || error instanceof AmbiguousId || isFileError(error))) throw error;
    terminal.tell(visible(error.message));
    return 1;
  }
}

function execute(command: Exclude<Command, { readonly name: 'help' }>, context: Context): Promise<number> {
  switch (command.name) {
    case 'list':
      return list(command, context);
    case 'show':
      return show(command, context);
    case 'replay':
      return replay(command, context);
    case 'discard':
      return discard(command, context);
  }
}

/** A file that cannot be written: `EEXIST: file already exists, open 'x'`. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;
