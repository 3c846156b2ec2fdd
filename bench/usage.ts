import { readFileSync } from 'node:fs';

/** What a process has used since it started. */
export interface Usage {
  readonly cpuSeconds: number;
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
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpuSeconds: cpuTicks / ticksPerSecond, peakMegabytes: Math.round(Number(peak?.[1] ?? 0) / 1024) };
}
