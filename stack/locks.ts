import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 100;

/** A process on whose behalf a lock is held. */
export interface Holder {
  readonly pid: number;
  readonly alive: boolean;
}

/**
 * A lock file held on behalf of processes; when all of them are dead it does not count. While it counts, `wait` decides
 * whether to wait (true) or to give up: then the holders are returned, otherwise undefined.
 */
export async function acquireLock(
  file: string,
  pids: readonly number[],
  wait: (holders: readonly Holder[]) => boolean,
): Promise<readonly Holder[] | undefined> {
  mkdirSync(dirname(file), { recursive: true });
  const content = pids.map((pid) => `${pid}@${birthOf(pid) ?? ''}`).join(' ');
  for (;;) {
    if (create(file, content)) return undefined;
    const holders = readHolders(file);
    if (!holders.some(({ alive }) => alive)) rmSync(file, { force: true });
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

function readHolders(file: string): Holder[] {
  try {
    const holders = readFileSync(file, 'utf8').split(' ').filter(Boolean);
    return holders.map((holder) => {
      const [pid, birth] = holder.split('@');
      return { pid: Number(pid), alive: isAlive(Number(pid)) && (birthOf(Number(pid)) ?? '') === (birth ?? '') };
    });
  } catch {
    return []; // released in the meantime
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When a process started, in ticks since the system did; undefined where the system does not say. Ids are used again: in
 * a container that was started again, the same program often gets the same one.
 */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]; // the name, in brackets, may contain anything
  } catch {
    return undefined;
  }
}
