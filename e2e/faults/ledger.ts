import type { Pipeline } from './pipeline.ts';

/** What became of every reading of one scenario. All figures are counts of different readings, but for the times. */
export interface LedgerLine {
  readonly scenario: string;
  readonly published: number;
  /** Acknowledged by the MQTT broker to the publisher. */
  readonly acknowledged: number;
  readonly stored: number;
  /** Second deliveries that Elasticsearch already had. */
  readonly collapsed: number;
  /** Acknowledged and not stored. */
  readonly lost: number;
  /** Stored as more than one document. */
  readonly duplicated: number;
  /** Messages in the dead letters: every reading of the load is good. */
  readonly rejected: number;
  /** Acknowledged by Mosquitto, and gone with it before it had saved them: see `forgottenBy`. */
  readonly forgotten: number;
  /** From the first fault to the last repair. */
  readonly outageSeconds: number;
  /** From the last repair until everything published before it was stored. Undefined when that never was. */
  readonly catchUpSeconds: number | undefined;
}

/** Counts when nothing is on its way any more. `mosquittoKills` are the times at which Mosquitto was killed. */
export async function settleAccounts(
  pipeline: Pipeline,
  mosquittoKills: readonly number[],
): Promise<Omit<LedgerLine, 'scenario' | 'outageSeconds' | 'catchUpSeconds'>> {
  const { load, store, ingestors } = pipeline;
  const copies = await store.copies();
  const missing = [...load.acknowledged.keys()].filter((seq) => !copies.has(seq));
  const forgotten = missing.filter((seq) => forgottenBy(mosquittoKills, seq, pipeline));
  const collapsed = await Promise.all(ingestors.map((ingestor) => ingestor.duplicates()));
  return {
    published: load.published,
    acknowledged: load.acknowledged.size,
    stored: copies.size,
    collapsed: collapsed.reduce((sum, count) => sum + count, 0),
    lost: missing.length - forgotten.length,
    duplicated: [...copies.values()].filter((count) => count > 1).length,
    rejected: await pipeline.rejected(),
    forgotten: forgotten.length,
  };
}

const unsavedMs = 1000;

/**
 * Whether Mosquitto itself has lost a reading. It acknowledges to the publisher first and writes to its disk afterwards, so
 * a SIGKILL costs it what it accepted in the last pass of its loop, even when it saves in every pass. No gateway can
 * keep what its broker denies. What counts as ours are the gateway's own acknowledgements, seen on the wire: a reading is
 * excused only when no gateway has acknowledged it and Mosquitto accepted it within the last second before a SIGKILL.
 */
function forgottenBy(kills: readonly number[], seq: number, { load, gateways }: Pipeline): boolean {
  if (gateways.some(({ tap }) => tap.acknowledged.has(seq))) return false;
  const acceptedAt = load.acknowledged.get(seq) ?? 0;
  return kills.some((killedAt) => acceptedAt <= killedAt && acceptedAt > killedAt - unsavedMs);
}

const columns: readonly (readonly [string, (line: LedgerLine) => string | number])[] = [
  ['scenario', ({ scenario }) => scenario],
  ['published', ({ published }) => published],
  ['acknowledged', ({ acknowledged }) => acknowledged],
  ['stored', ({ stored }) => stored],
  ['duplicates collapsed', ({ collapsed }) => collapsed],
  ['lost', ({ lost }) => lost],
  ['duplicated', ({ duplicated }) => duplicated],
  ['rejected', ({ rejected }) => rejected],
  ['lost by Mosquitto', ({ forgotten }) => forgotten],
  ['outage (s)', ({ outageSeconds }) => outageSeconds.toFixed(1)],
  ['catch-up (s)', ({ catchUpSeconds }) => catchUpSeconds?.toFixed(1) ?? 'never'],
];

/** The ledger as a table for people, one line a scenario. */
export function renderLedger(lines: readonly LedgerLine[]): string {
  const rows = [columns.map(([title]) => title), ...lines.map((line) => columns.map(([, show]) => String(show(line))))];
  const widths = columns.map((_column, at) => Math.max(...rows.map((row) => (row[at] as string).length)));
  const pad = (cell: string, at: number) =>
    at === 0 ? cell.padEnd(widths[at] as number) : cell.padStart(widths[at] as number);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
