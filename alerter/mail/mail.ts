import type { ChartInput } from './chart.ts';
import type { State } from './look.ts';

/** A line of figures: `Pression 5,20 bar`, and smaller `mesurée à 14:05:12, il y a 12 s`. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly detail?: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** One line of a mail about several things. */
export interface Item {
  readonly state: State;
  readonly text: string;
  readonly links: readonly Link[];
}

/** A mail as it is meant, before it is HTML or plain text. All texts are as people read them, nothing is escaped. */
export interface Mail {
  readonly language: string;
  readonly state: State;
  /** The state in a word. */
  readonly stateName: string;
  readonly subject: string;
  /** The first line: the subject without its shape. */
  readonly headline: string;
  /** What a phone's list of mails shows after the subject. */
  readonly preview: string;
  readonly place: string;
  readonly warnings: readonly string[];
  /** The first one is the hero. */
  readonly figures: readonly Figure[];
  readonly items: readonly Item[];
  readonly chart?: ChartInput;
  readonly buttons: readonly Link[];
  readonly links: readonly Link[];
  readonly smallPrint: readonly string[];
}
