import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { pageFolder } from './page-files.ts';

const root = resolve(import.meta.dirname, 'public');

export default defineConfig({
  root,
  // Every address in the page is relative: it is served below any prefix.
  base: './',
  publicDir: resolve(root, 'static'),
  logLevel: 'warn',
  build: {
    outDir: pageFolder,
    emptyOutDir: true,
    target: 'es2022',
    // No inline module-preload script: the Content-Security-Policy allows none.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: resolve(root, 'index.html'), sw: resolve(root, 'sw.ts'), status: resolve(root, 'status.ts') },
      output: {
        // Those that are named by others keep their names.
        entryFileNames: ({ name }) => (name === 'page' ? 'assets/[name]-[hash].js' : '[name].js'),
      },
    },
  },
});
