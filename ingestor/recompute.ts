import '../shared/small-heap.ts';
import { processTerminal } from './rejected/terminal.ts';
import { recomputeTool } from './tools/recompute.ts';
import { runTool } from './tools/tool.ts';

// `… | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runTool(recomputeTool, process.argv.slice(2), process.env, processTerminal());
