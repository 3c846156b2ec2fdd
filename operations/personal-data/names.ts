/** Stands where a name was. */
export const erased = '[erased]';

type Source = Readonly<Record<string, unknown>>;

/** What a document says of a person. */
export interface PersonalItem {
  /** `acknowledged`, `declaredBy`, or the field whose note names somebody. */
  readonly field: string;
  /** Who did it, as they gave it. */
  readonly name: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly note?: string;
}

/** Marks of an incident that people have made. */
const marks = ['acknowledged', 'repaired', 'silenced'] as const;

/** Case, accents written in another way, and spaces make no difference. */
const normal = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('fr');

export const sameName = (a: string, b: string): boolean => normal(a) === normal(b);

/** All that an incident or a declared meter swap says of people. What was erased is nothing. */
export function itemsOf(source: Source): PersonalItem[] {
  const items: PersonalItem[] = [];
  for (const field of marks) {
    const mark = source[field] as { at: string; by: string; note?: string } | undefined;
    if (mark && (mark.by !== erased || mark.note !== undefined)) {
      items.push({ field, name: mark.by, at: mark.at, ...(mark.note !== undefined && { note: mark.note }) });
    }
  }
  if (typeof source.declaredBy === 'string' && source.declaredBy !== erased) {
    items.push({ field: 'declaredBy', name: source.declaredBy, at: String(source.declaredAt) });
  }
  return items;
}

/** What of an item is to go: a note alone where it names somebody else than its author. */
export type Part = 'all' | 'note' | undefined;

/** What a person may have erased. */
export const partAbout = ({ name, note }: PersonalItem, person: string): Part => {
  if (sameName(name, person)) return 'all';
  return note !== undefined && normal(note).includes(normal(person)) ? 'note' : undefined;
};

/** What is older than so many days. `now`: ms since the epoch. */
export const partOlder = ({ at }: PersonalItem, days: number, now: number): Part =>
  now - Date.parse(at) > days * 86_400_000 ? 'all' : undefined;

/**
 * The document without what it says of people, as far as `partOf` chooses; undefined: nothing was chosen. That something was
 * done, and when, stays. A note goes with the name of its author.
 */
export function erase(source: Source, partOf: (item: PersonalItem) => Part): Source | undefined {
  let changed: Source | undefined;
  for (const item of itemsOf(source)) {
    const part = partOf(item);
    if (!part) continue;
    const { field } = item;
    if (field === 'declaredBy') changed = { ...source, ...changed, [field]: erased };
    else {
      const { note: _, ...mark } = source[field] as Record<string, unknown>;
      changed = { ...source, ...changed, [field]: part === 'all' ? { ...mark, by: erased } : mark };
    }
  }
  return changed;
}
