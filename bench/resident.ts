import { readFileSync } from 'node:fs';

/** Resident memory of a process now, MiB. Linux only. */
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** The same of several, by name. */
export const residents = (pids: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, residentOf(pid)]));

/** For a line of progress. */
export const inWords = (mebibytes: Readonly<Record<string, number>>): string =>
  Object.entries(mebibytes)
    .map(([name, size]) => `${name} ${size.toFixed(0)} MiB`)
    .join(', ');
