import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** SVG as PNG, with the fonts of the package: the same picture on every machine. */
export async function createPainter(): Promise<(svg: string) => Uint8Array> {
  await initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  const fontBuffers = [
    import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ].map((font) => readFileSync(fileURLToPath(font)));
  return (svg) => {
    const resvg = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'DejaVu Sans' } });
    const image = resvg.render();
    const png = image.asPng();
    image.free();
    resvg.free();
    return png;
  };
}
