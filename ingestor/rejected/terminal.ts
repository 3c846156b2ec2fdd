import { createInterface } from 'node:readline/promises';

/** Where a command writes to, and whom it can ask. */
export interface Terminal {
  /** What was asked for, on standard output. */
  print(text: string): void;
  /** Problems and progress, on standard error. */
  tell(text: string): void;
  /** Puts a line in the place of the last one that was put so; undefined where standard error is no screen. */
  overwrite: ((line: string) => void) | undefined;
  /** Columns of the screen; undefined when the output goes elsewhere. */
  readonly columns: number | undefined;
  /** Asks a yes-or-no question; undefined when nobody is there to answer. */
  ask: ((question: string) => Promise<boolean>) | undefined;
}

export const processTerminal = (): Terminal => ({
  print: (text) => process.stdout.write(`${text}\n`),
  tell: (text) => process.stderr.write(`${text}\n`),
  overwrite: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : undefined,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
});

async function ask(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D ends the input without an answer, which is a no.
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  const answer = await Promise.race([reader.question(`${question} [y/N] `), closed]);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}
