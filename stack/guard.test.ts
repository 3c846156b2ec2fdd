import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { Guard } from './guard.ts';

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

function sleeper(): ChildProcess & { pid: number } {
  child = spawn('sleep', ['100'], { stdio: 'ignore', detached: true });
  return child as ChildProcess & { pid: number };
}

it('stops what is on its list when it is closed', async () => {
  const guard = new Guard();
  guard.start();
  const server = sleeper();
  const exit = once(server, 'exit');
  guard.add(server.pid);
  await guard.close();
  expect(await exit).toEqual([null, 'SIGTERM']);
});

it('stops a paused one too', async () => {
  const guard = new Guard();
  guard.start();
  const server = sleeper();
  const exit = once(server, 'exit');
  server.kill('SIGSTOP');
  guard.add(server.pid);
  await guard.close();
  expect(await exit).toEqual([null, 'SIGTERM']);
});

it('leaves alone what was taken off its list', async () => {
  const guard = new Guard();
  guard.start();
  const server = sleeper();
  guard.add(server.pid);
  guard.remove(server.pid);
  await guard.close();
  expect(server.exitCode ?? server.signalCode).toBeNull();
});

it('outlives the death of the process that started it', async () => {
  const module = new URL('./guard.ts', import.meta.url).href;
  const program = `
    const { Guard } = await import('${module}');
    const { spawn } = await import('node:child_process');
    const guard = new Guard();
    guard.start();
    const server = spawn('sleep', ['100'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
    guard.add(server.pid);
    console.log('ready');
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  parent.stdout.resume();
  const end = once(parent.stdout, 'end'); // the server has it open too: it ends when both are gone
  parent.kill('SIGKILL');
  await end;
});
