import type { AnyNotice } from '../notice.ts';
import { addressKey } from './address.ts';

/** What one person is to be told by one mail. */
export interface Letter {
  readonly to: string;
  /** One, or several of one poll. */
  readonly notices: readonly AnyNotice[];
}

/** A notice and somebody who still has to get it. */
export interface Task {
  readonly to: string;
  readonly notice: AnyNotice;
}

/** So many mails of one poll a person gets; of more, one. */
const mostSingle = 5;
/** So many polls and people are remembered. */
const memory = 5000;

/** Makes letters of what is in hand, and knows how many mails of one poll somebody got before. */
export class Letters {
  readonly #sent = new Map<string, number>();

  /**
   * One letter for each notice and recipient, in the order given; but where one poll has more than five for somebody, those
   * that are still to be sent are one letter.
   */
  of(tasks: readonly Task[]): Letter[] {
    return this.#groups(tasks).flatMap(({ to, notices, crowded }): Letter[] =>
      crowded ? [{ to, notices }] : notices.map((notice) => ({ to, notices: [notice] })),
    );
  }

  /** Whether somebody is to be told so much of one poll that waiting for more of it is better than another mail. */
  crowded(tasks: readonly Task[]): boolean {
    return this.#groups(tasks).some(({ crowded }) => crowded);
  }

  sent({ to, notices }: Letter): void {
    const [notice] = notices;
    if (!notice) return;
    const key = keyOf({ to, notice });
    this.#sent.set(key, (this.#sent.get(key) ?? 0) + notices.length);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > memory && oldest !== undefined) this.#sent.delete(oldest);
  }

  #groups(tasks: readonly Task[]): { to: string; notices: AnyNotice[]; crowded: boolean }[] {
    const groups = new Map<string, { to: string; notices: AnyNotice[] }>();
    for (const task of tasks) {
      const group = groups.get(keyOf(task));
      if (group) group.notices.push(task.notice);
      else groups.set(keyOf(task), { to: task.to, notices: [task.notice] });
    }
    return [...groups].map(([key, { to, notices }]) => ({
      to,
      notices,
      crowded: (this.#sent.get(key) ?? 0) + notices.length > mostSingle,
    }));
  }
}

const keyOf = ({ to, notice }: Task): string => `${addressKey(to)}\0${notice.cycle}`;
