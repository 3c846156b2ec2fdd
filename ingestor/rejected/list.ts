import { namesOf } from '../../shared/names.ts';
import { browse } from './browse.ts';
import type { CommandOf, Context } from './command.ts';
import { type LetterSummary, summaryOf } from './letter.ts';
import { type Found, scan } from './select.ts';
import { queueSize } from './statistics.ts';
import { countByCode, countTable, deadLetters, letterTable, number, siteClock, uniqueLength } from './table.ts';
import { visibleJson } from './visible.ts';

interface Listing extends Found<LetterSummary> {
  readonly type: string;
  readonly queue: string;
  /** Where the broker tells. */
  readonly total: number | undefined;
}

/** Shows what is in the dead letters, and leaves it there. */
export async function list(command: CommandOf<'list'>, context: Context): Promise<number> {
  const listings: Listing[] = [];
  for (const type of command.types) {
    const queue = namesOf(context.config.customer, type).rejectedQueue;
    const found = await scan(browse(context.config.activemq, queue), command.scan, summaryOf);
    listings.push({ type, queue, ...found, total: await queueSize(context.config.activemq, queue) });
  }
  const { terminal } = context;
  if (command.json) terminal.print(visibleJson(listings.map((listing) => asJson(listing, command.limit))));
  else terminal.print(listings.map((listing) => asText(listing, command.limit, context)).join('\n\n'));
  return 0;
}

const asJson = ({ type, queue, chosen, scanned, stopped, total }: Listing, limit: number) => ({
  type,
  queue,
  scanned,
  complete: !stopped && (total === undefined || total <= scanned),
  total: total ?? null,
  reasonCodes: Object.fromEntries(countByCode(chosen)),
  letters: chosen.slice(0, limit).map(({ id, topic, receivedAt, rejectedAt, code, reason, bytes }) => ({
    id,
    topic,
    receivedAt: new Date(receivedAt).toISOString(),
    rejectedAt: new Date(rejectedAt).toISOString(),
    reasonCode: code,
    reason,
    bytes,
  })),
});

function asText({ type, queue, chosen, scanned, stopped, total }: Listing, limit: number, context: Context): string {
  const { config, terminal } = context;
  const more = moreThan(scanned, stopped, total);
  if (scanned === 0) return `${type}: no dead letters in ${queue}${more}`;
  const rows = chosen.slice(0, limit);
  const shown = rows.length < scanned ? `\n\n  The oldest ${number(rows.length)} (--limit shows more):` : '';
  const letters = letterTable(rows, {
    siteTime: siteClock(config.siteTimeZone),
    idLength: uniqueLength(chosen.map(({ id }) => id)),
    width: terminal.columns,
  });
  const head = `${type}: ${deadLetters(scanned)} in ${queue} (times of ${config.siteTimeZone})${more}`;
  return `${head}\n\n${countTable(countByCode(chosen))}${shown}\n\n${letters}`;
}

/** Says where the dead letters do not end with the last one seen. */
export function moreThan(scanned: number, stopped: boolean, total: number | undefined): string {
  if (stopped && total === undefined) return '\n  There are more: --scan looks at more than these.';
  if (total === undefined || total <= scanned) return '';
  const why = stopped
    ? '--scan looks at more'
    : "the others come into view when these are handled, or when the broker's memory limit of the queue is raised";
  return `\n  There are ${number(total)} in all: ${why}.`;
}
