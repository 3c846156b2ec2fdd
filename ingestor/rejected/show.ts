import { namesOf } from '../../shared/names.ts';
import { browse } from './browse.ts';
import type { CommandOf, Context } from './command.ts';
import { type Letter, letterRecord } from './letter.ts';
import { oneReading, scan } from './select.ts';
import { deadLetters, number, siteClock } from './table.ts';
import { payloadKind, visible, visibleJson, visiblePayload } from './visible.ts';

const shownBytes = 16 * 1024;
/** Several letters with the same beginning of an id are an error anyway. */
const keptMatches = 100;

/** Shows all that is known of one dead letter, and leaves it where it is. */
export async function show({ type, id, json, scan: most }: CommandOf<'show'>, context: Context): Promise<number> {
  const { config, terminal } = context;
  const queue = namesOf(config.customer, type).rejectedQueue;
  let matches = 0;
  const found = await scan(browse(config.activemq, queue), most, (letter) => {
    const picked = letter.id.startsWith(id) && (letter.id === id || matches++ < keptMatches);
    return picked ? letter : undefined;
  });
  const letters = oneReading(id, found.chosen);
  const [letter] = letters;
  if (!letter) {
    terminal.tell(
      `No dead letter of ${type} has an id that begins with ${visible(id)} (${deadLetters(found.scanned)} seen).`,
    );
    return 1;
  }
  const copies = letters.length > 1 ? `This reading is ${number(letters.length)} times in the dead letters.\n` : '';
  terminal.print(json ? visibleJson(letterRecord(letter, type)) : copies + describe(letter, config.siteTimeZone));
  return 0;
}

function describe(letter: Letter, timeZone: string): string {
  const clock = siteClock(timeZone);
  const facts = [
    ['id', letter.id],
    ['rejected', `${clock(letter.rejectedAt)} (${timeZone}), by ${letter.headers['rejected-by'] ?? 'unknown'}`],
    ['received', clock(letter.receivedAt)],
    ['topic', letter.topic],
    ['reason code', letter.code],
    ['reason', letter.reason],
  ] as const;
  const headers = Object.entries(letter.headers).map(([name, value]) => [name, String(value)] as const);
  const kind = { empty: 'empty', text: 'text', bytes: 'not UTF-8 text, so in bytes' }[payloadKind(letter.body)];
  return [
    aligned(facts),
    `Headers\n${aligned(headers)}`,
    `Payload: ${number(letter.bytes)} bytes, ${kind}\n${visiblePayload(letter.body, shownBytes)}`,
  ].join('\n\n');
}

function aligned(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => visible(name).length));
  return pairs.map(([name, value]) => `  ${visible(name).padEnd(width)}  ${visible(value)}`).join('\n');
}
