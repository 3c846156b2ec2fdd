import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, releaseLock } from './locks.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'locks-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = () => false;

describe('acquireLock', () => {
  it('is held until it is released', async () => {
    const file = join(folder, 'new', 'lock');
    expect(await acquireLock(file, [process.pid], never)).toBeUndefined();
    expect(await acquireLock(file, [process.pid], never)).toEqual([{ pid: process.pid, alive: true }]);
    releaseLock(file);
    expect(await acquireLock(file, [process.pid], never)).toBeUndefined();
  });

  it('does not count when its holders are dead', async () => {
    const file = join(folder, 'lock');
    const dead = spawnSync('true').pid;
    writeFileSync(file, String(dead));
    expect(await acquireLock(file, [process.pid], never)).toBeUndefined();
  });

  it('counts as long as one of its holders lives', async () => {
    const file = join(folder, 'lock');
    const dead = spawnSync('true').pid;
    await acquireLock(file, [dead, process.pid], never);
    expect(await acquireLock(file, [1], never)).toEqual([
      { pid: dead, alive: false },
      { pid: process.pid, alive: true },
    ]);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'does not take a process that got the same id later for its holder',
    async () => {
      const file = join(folder, 'lock');
      writeFileSync(file, `${process.pid}@1`);
      expect(await acquireLock(file, [process.pid], never)).toBeUndefined();
    },
  );

  it('waits as long as it is told to', async () => {
    const file = join(folder, 'lock');
    await acquireLock(file, [process.pid], never);
    let asked = 0;
    const waiting = acquireLock(file, [process.pid], () => {
      asked += 1;
      if (asked === 2) releaseLock(file);
      return true;
    });
    expect(await waiting).toBeUndefined();
    expect(asked).toBe(2);
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
