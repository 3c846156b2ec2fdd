import { isDeepStrictEqual } from 'node:util';
import type { LedgerDay } from '../../shared/ledger.ts';
import type { LedgerChange } from '../metering/recompute.ts';
import { visible } from '../rejected/visible.ts';

/** What people look at first; a change of none of these is told by its fields' names. */
const told = {
  readings: 'readings',
  missing: 'missing',
  consumption: 'kWh',
  startIndex: 'kWh at the start',
  endIndex: 'kWh at the end',
} as const satisfies Partial<Record<keyof LedgerDay, string>>;

/** A changed day of the ledger in one line: `2022-04-18  12  12.5 kWh instead of 13`. */
export function describeChange({ before, after }: LedgerChange): string {
  const where = `${after.day}  ${visible(after.deviceId)}  `;
  const fields = Object.entries(told) as [keyof typeof told, string][];
  if (!before) {
    const values = fields.filter(([field]) => after[field] !== undefined);
    return `${where}new: ${values.map(([field, unit]) => `${after[field]} ${unit}`).join(', ')}`;
  }
  const changed = fields.filter(([field]) => after[field] !== before[field]);
  if (changed.length > 0) {
    const text = ([field, unit]: (typeof fields)[number]) =>
      `${after[field] ?? 'no'} ${unit} instead of ${before[field] ?? 'none'}`;
    return where + changed.map(text).join(', ');
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof LedgerDay>;
  return `${where}another ${[...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).join(', ')}`;
}
