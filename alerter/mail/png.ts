import { Worker } from 'node:worker_threads';

const patienceMs = 20_000;
/** The recipients of a notice mostly read the same language, and so get the same picture. */
const remembered = 8;

/** Draws SVG as PNG, one picture at a time. Its thread lives from the first picture until it may rest. */
export class Painter {
  readonly #drawn = new Map<string, Buffer>();
  #worker: Worker | undefined;

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
  async rest(): Promise<void> {
    this.#drawn.clear();
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #ask(svg: string): Promise<Buffer> {
    this.#worker ??= new Worker(new URL('./png-worker.ts', import.meta.url));
    const worker = this.#worker;
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const timer = setTimeout(() => reject(new Error('drawing took too long')), patienceMs);
    const drawn = (png: Uint8Array) => resolve(Buffer.from(png));
    const ended = () => reject(new Error('the drawing thread ended without a picture'));
    worker.on('message', drawn).on('error', reject).on('exit', ended);
    worker.postMessage(svg);
    try {
      return await promise;
    } catch (error) {
      // A thread that failed once, or still draws what was given up, is not asked again.
      await this.rest();
      throw error;
    } finally {
      clearTimeout(timer);
      worker.off('message', drawn).off('error', reject).off('exit', ended);
    }
  }
}
