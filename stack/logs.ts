import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const ROTATE_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** Size of a file in bytes; 0 when there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Opens a log file for appending; one that became large moves to `<file>.1` first. Returns its file descriptor. */
export function openLog(file: string): number {
  if (sizeOf(file) > ROTATE_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

/** The last lines of a log file that were written from byte `from` on. */
export function tailOf(file: string, lines: number, from = 0): string[] {
  const size = sizeOf(file);
  const start = Math.max(from, size - TAIL_BYTES);
  if (start >= size) return [];
  const buffer = Buffer.alloc(size - start);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, start);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-lines);
}
