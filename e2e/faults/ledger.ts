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

/** A SIGKILL of Mosquitto, in milliseconds since the epoch. */
export interface MosquittoKill {
  /** When it had last written to its disk what it had accepted. */
  readonly savedAt: number;
  /** When its publisher knew that it was gone. */
  readonly goneAt: number;
}

/** Counts when nothing is on its way any more. */
export async function settleAccounts(
  pipeline: Pipeline,
  mosquittoKills: readonly MosquittoKill[],
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

/**
 * Whether Mosquitto itself has lost a reading. It acknowledges to the publisher first and writes to its disk afterwards, and
 * not at all for what goes straight to a client; so a SIGKILL costs it what it accepted since it last saved. It does one
 * thing at a time: whatever the publisher knew to be accepted before that save had ended is in it. No gateway can keep what
 * its broker denies. What counts as ours are the gateway's own acknowledgements, seen on the wire: a reading is excused only
 * when no gateway has acknowledged it and Mosquitto accepted it between its last save and a SIGKILL.
 */
function forgottenBy(kills: readonly MosquittoKill[], seq: number, { load, gateways }: Pipeline): boolean {
  if (gateways.some(({ tap }) => tap.acknowledged.has(seq))) return false;
  const acceptedAt = load.acknowledged.get(seq) ?? 0;
  return kills.some(({ savedAt, goneAt }) => acceptedAt > savedAt && acceptedAt <= goneAt);
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
