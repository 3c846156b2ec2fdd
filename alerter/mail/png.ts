import { Worker } from 'node:worker_threads';

/** Sharp on a phone: three pixels for each unit of the drawing. */
const widthPixels = 1080;
const patienceMs = 20_000;

/** Draws an SVG as PNG, in a thread of its own. Throws when it cannot be drawn, or takes too long. */
export async function drawPng(svg: string): Promise<Buffer> {
  const worker = new Worker(new URL('./png-worker.ts', import.meta.url), { workerData: { svg, width: widthPixels } });
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const timer = setTimeout(() => reject(new Error('drawing took too long')), patienceMs);
  worker.once('message', (png: Uint8Array) => resolve(Buffer.from(png)));
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the drawing thread ended without a picture')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
