import { runRejected } from './rejected/command.ts';
import { processTerminal } from './rejected/terminal.ts';

// `… | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runRejected(process.argv.slice(2), process.env, processTerminal());
