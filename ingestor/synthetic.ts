import { isSynthetic } from '../shared/canary.ts';
import type { Enrich } from './settle.ts';

/** Keeps canaries away from metering: they have no consumption and no ledger. */
export const realOnly =
  (enrich: Enrich): Enrich =>
  async (readings) => {
    const fields = (await enrich(readings.filter(({ document }) => !isSynthetic(document)))).values();
    return readings.map(({ document }) => (isSynthetic(document) ? undefined : fields.next().value));
  };
