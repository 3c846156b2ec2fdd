import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { namesOf } from '../../shared/names.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import { type Choice, UsageError } from './arguments.ts';
import { withBroker } from './broker.ts';
import { browse } from './browse.ts';
import type { CommandOf, Context } from './command.ts';
import { type Letter, type LetterSummary, letterRecord, originalMessage, summaryOf } from './letter.ts';
import { moreThan } from './list.ts';
import { type Found, oneReading, scan, selectionOf } from './select.ts';
import { queueSize } from './statistics.ts';
import { countByCode, countTable, deadLetters, number } from './table.ts';
import { chunksOf, type TakeOptions, take } from './take.ts';
import { visible } from './visible.ts';

/** Puts dead letters back where the ingestor takes them from. */
export async function replay(command: CommandOf<'replay'>, context: Context): Promise<number> {
  const { queue } = namesOf(context.config.customer, command.type);
  const forward = (letter: Letter) => originalMessage(letter, queue, command.type);
  return await remove(command, context, { forward, beforehand: () => undefined, done: `put back on ${queue}` });
}

/** Removes dead letters for good, after asking; saves them first where that is wished. */
export async function discard(command: CommandOf<'discard'>, context: Context): Promise<number> {
  const { ask } = context.terminal;
  if (!command.yes && !ask) throw new UsageError('discard removes for good: say --yes where nobody can be asked.');
  // A file that is there already is somebody's only copy.
  const file = command.save === undefined ? undefined : openSync(command.save, 'wx');
  const save = (letters: readonly Letter[]) => {
    if (file === undefined) return;
    for (const letter of letters) writeSync(file, `${JSON.stringify(letterRecord(letter, command.type))}\n`);
    fsyncSync(file);
  };
  try {
    return await remove(command, context, {
      forward: undefined,
      beforehand: save,
      done: file === undefined ? 'removed for good' : `removed for good, and saved in ${command.save}`,
      ...(ask && !command.yes && { ask }),
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

interface Removal extends Omit<TakeOptions, 'queue'> {
  readonly done: string;
  readonly ask?: (question: string) => Promise<boolean>;
}

interface What {
  readonly type: string;
  readonly choice: Choice;
  readonly scan: number;
}

/** Looks, takes what was chosen, and looks again: what the broker had no room to show comes into view. */
async function remove({ type, choice, scan: most }: What, context: Context, removal: Removal): Promise<number> {
  const { config, terminal } = context;
  const queue = namesOf(config.customer, type).rejectedQueue;
  const selection = selectionOf(choice, createSiteTime(config.siteTimeZone));
  const startedAt = Date.now();
  const removed: { code: string }[] = [];
  const handled = new Set<string>();
  let gone = 0;
  let found: Found<LetterSummary>;
  for (let round = 0; ; round++) {
    // What comes back from a replay, or arrives meanwhile, is for the next run: this one ends.
    const isNew = ({ id, rejectedAt }: LetterSummary) => round === 0 || (rejectedAt <= startedAt && !handled.has(id));
    found = await scan(browse(config.activemq, queue), most, (letter) =>
      selection.matches(letter) && isNew(letter) ? summaryOf(letter) : undefined,
    );
    const chosen = choice.by === 'id' ? oneReading(choice.value, found.chosen) : found.chosen;
    if (chosen.length === 0) break;
    if (round === 0 && removal.ask && !(await confirmed(removal.ask, type, chosen, found))) {
      terminal.tell('Nothing was removed.');
      return 1;
    }
    let taken = 0;
    await withBroker(config.activemq, async (client) => {
      for (const chunk of chunksOf(chosen)) {
        const letters = await take(client, chunk, { ...removal, queue });
        for (const { code } of letters) removed.push({ code });
        taken += letters.length;
        // Whoever has all of these has the rest too: no need to wait for each chunk.
        if (letters.length === 0) return;
      }
    }).catch((error) => {
      terminal.tell(
        `Stopped after ${deadLetters(removed.length)} ${visible(removal.done)}; nothing is lost, run it again.`,
      );
      throw error;
    });
    gone += chosen.length - taken;
    for (const { id } of chosen) handled.add(id);
  }
  return report();

  async function report(): Promise<number> {
    const counts = removed.length > 0 ? `\n\n${countTable(countByCode(removed))}` : '';
    const none = `No dead letter of ${type}${visible(selection.words)}; nothing was done.`;
    terminal.print(
      removed.length > 0 ? `${deadLetters(removed.length)} of ${type} ${visible(removal.done)}.${counts}` : none,
    );
    if (gone > 0) terminal.tell(`${number(gone)} more could not be had: another run holds them, or has taken them.`);
    const more = moreThan(found.scanned, found.stopped, await queueSize(config.activemq, queue));
    if (more) terminal.tell(`${deadLetters(found.scanned)} that do not match were looked at.${more}`);
    return gone > 0 || (choice.by === 'id' && removed.length === 0) ? 1 : 0;
  }
}

async function confirmed(
  ask: (question: string) => Promise<boolean>,
  type: string,
  chosen: readonly LetterSummary[],
  { stopped }: Found<LetterSummary>,
): Promise<boolean> {
  const further = stopped ? ', and any further ones that match,' : '';
  return await ask(
    `${countTable(countByCode(chosen))}\n\nRemove ${deadLetters(chosen.length)} of ${type}${further} for good?`,
  );
}
