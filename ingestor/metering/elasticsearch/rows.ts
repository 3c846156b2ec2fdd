import type { estypes } from '@elastic/elasticsearch';
import { toMicro } from '../micro.ts';
import { counterFlags } from '../rules.ts';
import type { Row } from '../store.ts';

interface Source {
  readonly timestamp: string;
  readonly ingestedAt?: string;
  readonly device?: string;
  readonly quality?: readonly string[];
  readonly consumption?: number;
  readonly dailyConsumption?: number;
  readonly [measure: string]: unknown;
}

const ofMetering = new Set<string>(counterFlags);

/** What a search has to return to make a row. */
export const rowFields = (counter: string | undefined): string[] => [
  ...['timestamp', 'ingestedAt', 'device', 'quality', 'consumption', 'dailyConsumption'],
  ...(counter === undefined ? [] : [counter]),
];

export function rowOf(hit: estypes.SearchHit<unknown>, counter: string | undefined): Row {
  const source = hit._source as Source;
  const value = counter === undefined ? undefined : source[counter];
  const flags = source.quality ?? [];
  return {
    id: hit._id ?? '',
    indexName: hit._index,
    version: { seqNo: hit._seq_no ?? 0, primaryTerm: hit._primary_term ?? 0 },
    at: Date.parse(source.timestamp),
    index: typeof value === 'number' ? toMicro(value) : undefined,
    device: source.device ?? '',
    ingestedAt: source.ingestedAt ?? '',
    quality: flags.filter((flag) => !ofMetering.has(flag)),
    flags: flags.filter((flag) => ofMetering.has(flag)),
    consumption: source.consumption,
    dailyConsumption: source.dailyConsumption,
  };
}
