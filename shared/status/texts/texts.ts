import type { Advice, Health, Part, Statement } from '../finding.ts';

/** Parts that belong together, in the order in which they are shown. */
export type Group = 'services' | 'way' | 'room' | 'mails' | 'sensors';

/** Every text of the status in one language. `{name}` is a placeholder: see finding.ts. */
export interface StatusTexts {
  readonly title: string;
  readonly groups: Readonly<Record<Group, string>>;
  /** A service is called by its name alone. */
  readonly parts: Readonly<Record<Exclude<Part, 'service'>, string>>;
  readonly healths: Readonly<Record<Health, string>>;
  readonly says: Readonly<Record<Statement, string>>;
  readonly next: Readonly<Record<Advice, string>>;
  readonly overall: Readonly<Record<'ok' | 'warning' | 'broken', string>>;
  readonly lookedAt: string;
  readonly inOrder: string;
  readonly notRefreshed: string;
  readonly notAllowed: string;
}
