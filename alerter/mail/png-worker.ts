import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/*
 * A thread that draws one picture and ends: WebAssembly memory grows and is never given back, but with its thread.
 */
const bytesOf = (specifier: string) => readFileSync(fileURLToPath(import.meta.resolve(specifier)));

const { svg, width } = workerData as { svg: string; width: number };
await initWasm(bytesOf('@resvg/resvg-wasm/index_bg.wasm'));
const drawing = new Resvg(svg, {
  fitTo: { mode: 'width', value: width },
  // Without fonts all text would be missing, and nothing would say so.
  font: {
    fontBuffers: ['DejaVuSans', 'DejaVuSans-Bold'].map((name) => bytesOf(`dejavu-fonts-ttf/ttf/${name}.ttf`)),
    defaultFontFamily: 'DejaVu Sans',
  },
});
const image = drawing.render();
parentPort?.postMessage(image.asPng());
image.free();
drawing.free();
