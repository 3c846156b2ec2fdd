import { readFileSync } from 'node:fs';

/** What a process has used since it started. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory now, MiB. */
  readonly megabytes: number;
  readonly peakMegabytes: number;
}

/** USER_HZ, which Linux fixes at 100 for user space. */
const ticksPerSecond = 100;

/** Reads a process's usage from the kernel. Linux only. */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name stands in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuTicks = Number(fields[11]) + Number(fields[12]);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  return {
    cpuSeconds: cpuTicks / ticksPerSecond,
    megabytes: megabytes('VmRSS'),
    peakMegabytes: Math.round(megabytes('VmHWM')),
  };
}

/** The memory of several, for a line of progress. */
export const memoryInWords = (usage: Readonly<Record<string, Usage>>): string =>
  Object.entries(usage)
    .map(([name, { megabytes }]) => `${name} ${megabytes.toFixed(0)} MiB`)
    .join(', ');
