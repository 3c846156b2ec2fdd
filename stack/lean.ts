import { resolve } from 'node:path';

/**
 * What a Node.js process takes less memory and starts faster with, as in the container image: code that was compiled
 * before, which spares it the compiler of TypeScript (20 MB), and one arena of malloc instead of one per thread (10 MB).
 */
export const leanEnvironment: Readonly<Record<string, string>> = {
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../.stack/compile-cache'),
  MALLOC_ARENA_MAX: '1',
};
