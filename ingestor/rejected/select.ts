import type { SiteTime } from '../../shared/site-time.ts';
import { type Choice, UsageError } from './arguments.ts';
import type { Letter, LetterSummary } from './letter.ts';

export interface Selection {
  readonly matches: (letter: LetterSummary) => boolean;
  /** For messages: `with reason code wrong-type`; empty for all. */
  readonly words: string;
}

/** Turns what was typed into a test; throws a UsageError for a day that is none. */
export function selectionOf(choice: Choice, siteTime: SiteTime): Selection {
  if (choice.by === 'all') return { matches: () => true, words: '' };
  const { by, value } = choice;
  if (by === 'id') return { matches: ({ id }) => id.startsWith(value), words: ` with id ${value}` };
  if (by === 'reason') return { matches: ({ code }) => code === value, words: ` with reason code ${value}` };
  const before = momentOf(value, siteTime);
  if (before === undefined) throw new UsageError(`--before '${value}' is not a day such as 2026-11-01.`);
  return { matches: ({ rejectedAt }) => rejectedAt < before, words: ` rejected before ${value}` };
}

function momentOf(text: string, siteTime: SiteTime): number | undefined {
  const local = siteTime.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text, Date.now());
  if (local) return local.instant;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The beginning of an id fits several readings. */
export class AmbiguousId extends Error {
  override name = 'AmbiguousId';
}

/**
 * Of letters whose id begins with `id`, the one reading that is meant: several letters when it was buried more than
 * once. Throws an AmbiguousId.
 */
export function oneReading<T extends { readonly id: string }>(id: string, letters: readonly T[]): readonly T[] {
  const exact = letters.filter((letter) => letter.id === id);
  if (exact.length > 0) return exact;
  const ids = new Set(letters.map((letter) => letter.id));
  if (ids.size <= 1) return letters;
  const some = [...ids].slice(0, 3).join(', ');
  throw new AmbiguousId(
    `${ids.size} dead letters have an id that begins with ${id}: ${some}${ids.size > 3 ? ', …' : ''}`,
  );
}

/** What a look through the dead letters has found. */
export interface Found<T> {
  readonly chosen: readonly T[];
  readonly scanned: number;
  /** It ended because it was told to look at no more. */
  readonly stopped: boolean;
}

/** Looks through letters until their end, or `most` of them. */
export async function scan<T>(
  letters: AsyncIterable<Letter>,
  most: number,
  pick: (letter: Letter) => T | undefined,
): Promise<Found<T>> {
  const chosen: T[] = [];
  let scanned = 0;
  for await (const letter of letters) {
    if (scanned >= most) return { chosen, scanned, stopped: true };
    scanned += 1;
    const picked = pick(letter);
    if (picked !== undefined) chosen.push(picked);
  }
  return { chosen, scanned, stopped: false };
}
