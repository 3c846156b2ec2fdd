import { derivedTimes } from './derived-times.ts';
import { mappings } from './mappings.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are carried out: each may rely on those before it. New ones are put at the end, and none is removed. */
export const migrations: readonly Migration[] = [mappings, derivedTimes];
