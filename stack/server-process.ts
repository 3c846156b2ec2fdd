import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Guard } from './guard.ts';
import { openLog, sizeOf, tailOf } from './logs.ts';
import type { Probe } from './probes.ts';
import { type ServerName, StackError, type StackServer } from './types.ts';

/** How one server is run. The command must be the server itself, not a wrapper: signals go straight to it. */
export interface Launch {
  readonly name: ServerName;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly logFile: string;
  readonly ready: Probe;
  /** How long the start may take before it counts as failed. */
  readonly startSeconds: number;
  /** Called before every start: writes what the server reads. */
  readonly prepare: () => void;
}

const POLL_MILLISECONDS = 50;
const GRACE_MILLISECONDS = 15_000;

/** A server as a child process of this one. */
export class ServerProcess implements StackServer {
  private readonly launch: Launch;
  private readonly guard: Guard;
  private readonly onDeath: (name: ServerName, report: string) => void;
  private child: ChildProcess | undefined;
  private gone: Promise<void> = Promise.resolve();
  private expected = true;
  private logStart = 0;

  constructor(launch: Launch, guard: Guard, onDeath: (name: ServerName, report: string) => void) {
    this.launch = launch;
    this.guard = guard;
    this.onDeath = onDeath;
  }

  get name(): ServerName {
    return this.launch.name;
  }

  get logFile(): string {
    return this.launch.logFile;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    if (this.child !== undefined) throw new StackError(`${this.name} is already running (process ${this.pid})`);
    if (this.guard.pid === undefined) throw new StackError(`${this.name} cannot start: its stack is stopped`);
    mkdirSync(dirname(this.logFile), { recursive: true });
    this.launch.prepare();
    const child = this.spawn();
    if (await this.waitUntilReady(child)) {
      this.expected = false;
      return;
    }
    const exit = child.exitCode ?? child.signalCode;
    const why =
      exit === null ? `did not answer within ${this.launch.startSeconds} s` : `ended while starting (${exit})`;
    await this.kill();
    throw new StackError(`${this.name} ${why}\n${this.tail()}`);
  }

  async stop(): Promise<void> {
    if (this.child === undefined) return;
    this.expected = true;
    this.child.kill('SIGCONT'); // a paused process would not see SIGTERM
    this.child.kill('SIGTERM');
    const grace = new AbortController();
    const late = delay(GRACE_MILLISECONDS, true, { signal: grace.signal }).catch(() => false);
    if (await Promise.race([this.gone, late])) await this.kill();
    grace.abort();
  }

  async kill(): Promise<void> {
    this.expected = true;
    this.child?.kill('SIGKILL');
    await this.gone;
  }

  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  private spawn(): ChildProcess {
    const log = openLog(this.logFile);
    this.logStart = sizeOf(this.logFile);
    this.expected = true; // until it is ready, its end is reported by start()
    // Detached: a Ctrl-C in the terminal must not reach the servers directly, or they would stop in no order.
    const child = spawn(this.launch.command, this.launch.args, {
      cwd: this.launch.folder,
      env: { ...process.env, ...this.launch.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    if (child.pid !== undefined) this.guard.add(child.pid);
    this.gone = new Promise<void>((resolve) => {
      child.once('error', () => resolve()); // could not be started at all
      child.once('exit', () => resolve());
    }).then(() => this.ended(child));
    return child;
  }

  private ended(child: ChildProcess): void {
    if (child.pid !== undefined) this.guard.remove(child.pid);
    this.child = undefined;
    if (this.expected) return;
    this.expected = true;
    const how = child.signalCode ?? `exit code ${child.exitCode}`;
    this.onDeath(this.name, `${this.name} ended unexpectedly (${how})\n${this.tail()}`);
  }

  private async waitUntilReady(child: ChildProcess): Promise<boolean> {
    const end = Date.now() + this.launch.startSeconds * 1000;
    while (this.child === child && Date.now() < end) {
      if (await this.launch.ready()) return this.child === child;
      await Promise.race([delay(POLL_MILLISECONDS), this.gone]);
    }
    return false;
  }

  private tail(): string {
    const lines = tailOf(this.logFile, 15, this.logStart).map((line) => `    ${line}`);
    return [`  last lines of ${this.logFile}:`, ...lines].join('\n');
  }
}
