import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Guard } from '../stack/guard.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { SERVER_NAMES } from '../stack/types.ts';
import { DemoError, type Ending } from './ending.ts';
import { choosePort, choosePorts } from './ports.ts';
import { ServiceProcess } from './service-process.ts';
import { operationsOf, servicesOf } from './services.ts';
import { until } from './wait.ts';

export const demoFolder = resolve(import.meta.dirname, '../.stack/demo');

const usualPorts = { livePage: 8080, previews: 5602, operations: 9100 } as const;

/** Ten processes that start at once on a small, busy machine take their time. */
const startPatienceMs = 180_000;

/** The whole product on this machine: the servers, and the services around them. */
export class Installation {
  readonly #ending: Ending;
  readonly #say: (line: string) => void;
  /** Stops the services when this process is killed; the stack has its own. */
  readonly #guard = new Guard();
  #stack: Stack | undefined;
  #services: readonly ServiceProcess[] = [];
  #pageUrl = '';
  #previewsUrl = '';

  constructor(ending: Ending, say: (line: string) => void) {
    this.#ending = ending;
    this.#say = say;
  }

  /** The servers; only after `start`. */
  get stack(): Stack {
    if (!this.#stack) throw new Error('the installation has not started');
    return this.#stack;
  }

  /** Where the live page is; only after `start`. */
  get pageUrl(): string {
    return this.#pageUrl;
  }

  /** Where the dashboards are shown; only after `start`. */
  get previewsUrl(): string {
    return this.#previewsUrl;
  }

  get services(): readonly ServiceProcess[] {
    return this.#services;
  }

  /**
   * Resolves when all servers answer and all services are ready, else throws a StackError or a DemoError with what to read;
   * `stop` is then still to be called.
   */
  async start(): Promise<void> {
    const { signal } = this.#ending;
    this.#guard.start();
    this.#stack = await startStack({
      folder: demoFolder,
      ports: await choosePorts(process.env),
      fresh: true,
      // Figures in stack/servers/mosquitto.ts; the demo does not kill its broker.
      tuning: { mosquittoSaveEvery: 100 },
      signal,
      onProgress: (line) => this.#ending.death === undefined && this.#say(line),
      onDeath: (_name, report) => this.#ending.died(report),
    });
    const options = {
      logFolder: join(demoFolder, 'logs'),
      guard: this.#guard,
      onDeath: (report: string) => this.#ending.died(report),
    };
    await buildPage();
    const ports = {
      livePage: await choosePort(usualPorts.livePage),
      previews: await choosePort(usualPorts.previews),
      operations: await choosePort(usualPorts.operations),
    };
    this.#pageUrl = `http://127.0.0.1:${ports.livePage}`;
    this.#previewsUrl = `http://127.0.0.1:${ports.previews}/`;
    this.#services = servicesOf(this.#stack, ports).map((description) => new ServiceProcess(description, options));
    for (const service of this.#services) service.start();
    await Promise.all(this.#services.map((service) => this.#untilReady(service)));
    // Last, as it is told where the others are.
    const operations = new ServiceProcess(operationsOf(this.#stack, ports, this.statusServices), options);
    this.#services = [...this.#services, operations];
    operations.start();
    await this.#untilReady(operations);
  }

  /** Where the services say how they are, as `STATUS_SERVICES` has it. */
  get statusServices(): string {
    return this.#services.map(({ name, address }) => `${name.replace(' ', '-')}=${address}`).join(',');
  }

  /** The services in the order of a reading's way, then the servers; may be called twice. */
  async stop(): Promise<void> {
    const groups = Map.groupBy(this.#services, ({ description }) => description.role);
    for (const [role, services] of groups) {
      this.#say(`stopping the ${services.length > 1 ? `${role}s` : role}`);
      await Promise.all(services.map((service) => service.stop()));
    }
    await this.#guard.close();
    if (this.#stack) this.#say('stopping the servers');
    await this.#stack?.stop();
  }

  /** At once, without letting anything finish. */
  async kill(): Promise<void> {
    const stack = this.#stack;
    await Promise.all([
      ...this.#services.map((service) => service.kill()),
      ...(stack ? SERVER_NAMES.map((name) => stack.server(name).kill()) : []),
    ]);
    await Promise.all([this.#guard.close(), stack?.stop()]);
  }

  async #untilReady(service: ServiceProcess): Promise<void> {
    const { signal } = this.#ending;
    const started = Date.now();
    let missing: readonly string[] = [];
    const ready = await until(
      async () => {
        const said = await service.readiness();
        missing = said.missing;
        return said.ready || missing.length;
      },
      signal,
      startPatienceMs,
    );
    signal.throwIfAborted();
    if (!ready) {
      const why = missing.length > 0 ? `it waits for ${missing.join(' and ')}` : 'it does not answer';
      throw new DemoError(`The ${service.name} is not ready: ${why}.\n${service.tail()}`);
    }
    this.#say(`${service.name} is ready (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  }
}

/** Does nothing when the page is newer than its sources. */
async function buildPage(): Promise<void> {
  const root = resolve(import.meta.dirname, '..');
  try {
    await promisify(execFile)(process.execPath, ['live-page/build.ts'], { cwd: root });
  } catch (error) {
    throw new DemoError(`The live page could not be built: ${(error as Error).message}`);
  }
}
