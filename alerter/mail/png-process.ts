import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/* Draws pictures: SVG comes in over the channel of the process that has started this one, PNG goes back. */

/** Sharp on a phone: three pixels for each unit of the drawing. */
const widthPixels = 1080;

const bytesOf = (url: string) => readFileSync(fileURLToPath(url));

await initWasm(bytesOf(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')));
// Without fonts all text would be missing, and nothing would say so.
const fontBuffers = [
  bytesOf(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  bytesOf(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
];

process.on('message', (svg: string) => {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: widthPixels },
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans' },
  });
  const image = drawing.render();
  process.send?.(image.asPng());
  image.free();
  drawing.free();
});
// Also when that process was killed.
process.on('disconnect', () => process.exit());
