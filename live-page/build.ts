import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { pageFolder } from './page-files.ts';

const compressible = ['.html', '.js', '.css', '.svg', '.webmanifest'];
const sources = ['public/**/*', 'protocol.ts', 'vite.config.ts', 'build.ts'];

const timeOf = (file: string): number => statSync(file).mtimeMs;

/** Whether something has changed since the page was built. */
export function isStale(): boolean {
  const built = statSync(join(pageFolder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  return (
    built === undefined ||
    globSync(sources, { cwd: import.meta.dirname }).some((file) => timeOf(join(import.meta.dirname, file)) > built)
  );
}

/** Builds the page into `dist`, with every file compressed beside it: nothing is compressed while it is served. */
export async function buildPage(): Promise<void> {
  await build({ configFile: resolve(import.meta.dirname, 'vite.config.ts') });
  for (const name of globSync('**/*', { cwd: pageFolder })) {
    if (!compressible.includes(extname(name))) continue;
    const file = join(pageFolder, name);
    const content = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }));
  }
}

if (import.meta.main && (isStale() || process.argv.includes('--force'))) await buildPage();
