import { type ChildProcess, fork } from 'node:child_process';

const patienceMs = 20_000;
/** The recipients of a notice mostly read the same language, and so get the same picture. */
const remembered = 8;
/** Of the environment it needs what makes it small and quick, and none of the secrets. */
const inherited = ['PATH', 'NODE_COMPILE_CACHE', 'MALLOC_ARENA_MAX'];

/**
 * Draws SVG as PNG, one picture at a time, in a process of its own that lives from the first picture until it may rest: a
 * WebAssembly module takes 100 MB for its code and memory, and a thread would leave most of it behind.
 */
export class Painter {
  readonly #drawn = new Map<string, Buffer>();
  #process: ChildProcess | undefined;

  /** Throws when it cannot be drawn, or takes too long. */
  async draw(svg: string): Promise<Buffer> {
    const known = this.#drawn.get(svg);
    if (known) return known;
    const png = await this.#ask(svg);
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size >= remembered && oldest !== undefined) this.#drawn.delete(oldest);
    this.#drawn.set(svg, png);
    return png;
  }

  /** Gives all memory back. The next picture takes a little longer. */
  rest(): void {
    this.#drawn.clear();
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  async #ask(svg: string): Promise<Buffer> {
    this.#process ??= start();
    const painter = this.#process;
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const timer = setTimeout(() => reject(new Error('drawing took too long')), patienceMs);
    const drawn = (png: unknown) => resolve(Buffer.from(png as Uint8Array));
    const ended = () => reject(new Error('the drawing process ended without a picture'));
    painter.on('message', drawn).on('error', reject).on('exit', ended);
    painter.send(svg);
    try {
      return await promise;
    } catch (error) {
      // A process that failed once, or still draws what was given up, is not asked again.
      this.rest();
      throw error;
    } finally {
      clearTimeout(timer);
      painter.off('message', drawn).off('error', reject).off('exit', ended);
    }
  }
}

function start(): ChildProcess {
  const environment = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
  const painter = fork(new URL('./png-process.ts', import.meta.url), {
    env: environment,
    // One quick compilation of what is used, instead of a second, thorough one that takes 60 MB.
    execArgv: ['--liftoff-only'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whoever asks listens; between two questions nobody does, and an end is no failure.
  painter.on('error', () => undefined);
  painter.unref();
  painter.channel?.unref();
  return painter;
}
