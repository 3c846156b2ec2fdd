import type { Notice } from '../notice.ts';
import { addressKey } from './address.ts';

/** What one person is to be told by one mail. */
export interface Letter {
  readonly to: string;
  /** One, or more than `mostSingle` of one poll. */
  readonly notices: readonly Notice[];
}

/** So many mails of one poll a person gets; of more, one. */
const mostSingle = 5;

/**
 * What is in hand as letters: one for each notice and recipient, in the order given; but where one poll has more than five
 * for somebody, they are one letter.
 */
export function lettersOf(tasks: readonly { readonly to: string; readonly notice: Notice }[]): Letter[] {
  const groups = new Map<string, { to: string; notices: Notice[] }>();
  for (const { to, notice } of tasks) {
    const key = `${addressKey(to)}\0${notice.cycle}`;
    const group = groups.get(key);
    if (group) group.notices.push(notice);
    else groups.set(key, { to, notices: [notice] });
  }
  return [...groups.values()].flatMap(({ to, notices }): Letter[] =>
    notices.length > mostSingle ? [{ to, notices }] : notices.map((notice) => ({ to, notices: [notice] })),
  );
}
