import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 100;

/** Whether a process with this id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A lock file with the ids of the processes on whose behalf it is held; a lock of dead processes does not count.
 * `wait` decides from the holder's ids whether to wait for it (true) or to give up: then the ids are returned.
 */
export async function acquireLock(
  file: string,
  pids: readonly number[],
  wait: (holders: readonly number[]) => boolean,
): Promise<readonly number[] | undefined> {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    if (create(file, pids.join(' '))) return undefined;
    const holders = readHolders(file);
    if (!holders.some(isAlive)) rmSync(file, { force: true });
    else if (wait(holders)) await delay(POLL_MILLISECONDS);
    else return holders;
  }
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}

/** Appears with its content or not at all: an empty lock would look like one that nobody holds. */
function create(file: string, content: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw problem;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolders(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').split(' ').map(Number).filter(Boolean);
  } catch {
    return []; // released in the meantime
  }
}
