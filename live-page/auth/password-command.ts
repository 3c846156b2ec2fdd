import { createInterface } from 'node:readline';
import { hashPassword } from './password.ts';

const leastCharacters = 10;

/** One line from standard input; on a terminal it is asked for, on standard error, so that the output is the hash alone. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password (it is shown while you type): ');
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

const password = await readPassword();
if (password.length < leastCharacters) {
  process.stderr.write(`A password has ${leastCharacters} characters at least.\n`);
  process.exitCode = 65;
} else process.stdout.write(`${await hashPassword(password)}\n`);
