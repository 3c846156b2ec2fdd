import { freezes } from './freezes.ts';
import { hopFaults } from './hops.ts';
import { kills } from './kills.ts';
import { refusals } from './refusals.ts';
import { rolling } from './rolling.ts';
import type { Scenario } from './scenario.ts';
import { together } from './together.ts';

/** Everything that may happen to the pipeline, in the order of the ledger. */
export const scenarios: readonly Scenario[] = [
  ...kills,
  ...freezes,
  ...hopFaults,
  ...refusals,
  ...rolling,
  ...together,
];
