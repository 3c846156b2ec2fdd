import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from '../stack/guard.ts';
import { leanEnvironment } from '../stack/lean.ts';
import { tailOf } from '../stack/logs.ts';
import { parseMetrics, type Sample } from './metrics.ts';
import type { ServiceDescription } from './services.ts';

/** What a service says of itself. */
export interface Readiness {
  readonly ready: boolean;
  /** What it waits for, by the names of its checks. */
  readonly missing: readonly string[];
}

export interface ServiceProcessOptions {
  readonly logFolder: string;
  readonly guard: Guard;
  /** Called when it ends and nobody stopped it; `report` has the last lines of its log. */
  readonly onDeath: (report: string) => void;
}

const root = resolve(import.meta.dirname, '..');
const answerMs = 5000;
/** A service closes within 10 s; this is for a machine that is very busy. */
const graceMs = 20_000;
const tailLines = 15;

/** One service as a child process of the demo. */
export class ServiceProcess {
  readonly description: ServiceDescription;
  readonly name: string;
  readonly logFile: string;
  readonly #options: ServiceProcessOptions;
  #child: ChildProcess | undefined;
  #gone: Promise<void> = Promise.resolve();
  #expected = false;
  #address: string | undefined;
  #samples: readonly Sample[] = [];

  constructor(description: ServiceDescription, options: ServiceProcessOptions) {
    this.description = description;
    this.name = `${description.role} ${description.subject}`.trim();
    this.logFile = join(options.logFolder, `${this.name.replace(' ', '-')}.log`);
    this.#options = options;
  }

  /** Where it says how it is; throws while it has not said so. */
  get address(): string {
    this.#address ??= this.#readAddress();
    return this.#address;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  start(): void {
    const { program, environment } = this.description;
    const log = openSync(this.logFile, 'w');
    // Detached: a Ctrl-C in the terminal must not reach it directly, or the parts would stop in no order.
    const child = spawn(process.execPath, [program], {
      cwd: root,
      env: { ...leanEnvironment, ...environment },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    if (child.pid !== undefined) this.#options.guard.add(child.pid);
    const { promise, resolve: ended } = Promise.withResolvers<string>();
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
    this.#gone = promise.then((how) => this.#ended(child, how));
  }

  /** What it says at `/ready`; not ready while it does not answer. */
  async readiness(): Promise<Readiness> {
    try {
      const answer = (await (await this.#ask('/ready')).json()) as { checks: Record<string, boolean> };
      const missing = Object.keys(answer.checks).filter((check) => !answer.checks[check]);
      return { ready: missing.length === 0, missing };
    } catch {
      return { ready: false, missing: [] };
    }
  }

  /** Its figures, or the last known ones while it does not answer. */
  async metrics(): Promise<readonly Sample[]> {
    try {
      this.#samples = parseMetrics(await (await this.#ask('/metrics')).text());
    } catch {
      // Readiness tells that it does not answer.
    }
    return this.#samples;
  }

  /** SIGTERM, and SIGKILL when it takes too long; resolves when the process is gone. May be called twice. */
  async stop(): Promise<void> {
    this.#expected = true;
    this.#child?.kill('SIGCONT'); // a paused process would not see SIGTERM
    this.#child?.kill('SIGTERM');
    const patience = new AbortController();
    const late = sleep(graceMs, true, { signal: patience.signal }).catch(() => false);
    if (await Promise.race([this.#gone.then(() => false), late])) await this.kill();
    patience.abort();
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#expected = true;
    this.#child?.kill('SIGKILL');
    await this.#gone;
  }

  /** The last lines of its log, for a person. */
  tail(): string {
    const lines = tailOf(this.logFile, tailLines).map((line) => `    ${line}`);
    return [`  last lines of ${this.logFile}:`, ...lines].join('\n');
  }

  #ended(child: ChildProcess, how: string): void {
    if (child.pid !== undefined) this.#options.guard.remove(child.pid);
    this.#child = undefined;
    if (!this.#expected) this.#options.onDeath(`The ${this.name} ended unexpectedly (${how}).\n${this.tail()}`);
  }

  async #ask(path: string): Promise<Response> {
    return await fetch(`${this.address}${path}`, { signal: AbortSignal.timeout(answerMs) });
  }

  #readAddress(): string {
    const port = /"healthPort":(\d+)/.exec(readFileSync(this.logFile, 'utf8'))?.[1];
    if (port === undefined) throw new Error('it has not said its port yet');
    return `http://127.0.0.1:${port}`;
  }
}
