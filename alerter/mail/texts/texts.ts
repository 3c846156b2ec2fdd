import type { Notice, NoticeKind } from '../../notice.ts';
import type { Moment } from '../formats.ts';

/** What a headline is made of, ready to be read: `5,20 bar`, `6,00`, `depuis 14:02`, `2 h 10 min`. */
export interface HeadlineFacts {
  readonly device: string;
  readonly pressure: string | undefined;
  readonly opening: string | undefined;
  readonly lowest: string | undefined;
  readonly since: string;
  /** From when until when, of what is over. */
  readonly span: string;
  readonly lasted: string;
}

/** How a mail's subject and first line differ from the usual one of its kind. */
export type HeadlineKind = NoticeKind | 'leak-late' | 'leak-late-over' | 'sensor-silent-in-leak';

export type Outage = NonNullable<Notice['outage']>;

/** All that mails say in one language. */
export interface Texts {
  /** For numbers and times. */
  readonly locale: string;
  readonly states: Readonly<Record<'leak' | 'silent' | 'unknown' | 'normal', string>>;
  /** `depuis 14:02`, `depuis le 23 nov. à 14:02`; `date` is given only when it is not today. */
  since(time: string, date?: string): string;
  /** `à 14:02`, `le 23 nov. à 14:02`. */
  at(time: string, date?: string): string;
  /** A moment that stands by itself: `14:02`, `23 nov., 14:02`. */
  moment(time: string, date?: string): string;
  /** From one moment until another; the date of one day is said once. */
  span(from: Moment, to: Moment): string;
  headline(kind: HeadlineKind, facts: HeadlineFacts): string;
  /** The label of a figure. */
  readonly labels: Readonly<
    Record<
      | 'pressure'
      | 'lastPressure'
      | 'opening'
      | 'lowest'
      | 'since'
      | 'duration'
      | 'silentSince'
      | 'silence'
      | 'openLeak'
      | 'previousLeak'
      | 'lastReading'
      | 'cause'
      | 'consequence'
      | 'cost',
      string
    >
  >;
  measured(at: string, age: string): string;
  missing(pressure: string): string;
  /** Above the opening pressure. */
  spare(pressure: string): string;
  falling(rate: string): string;
  readonly noPreviousLeak: string;
  previousLeak(moment: string): string;
  openingIs(pressure: string): string;
  /** After an amount of money. */
  readonly perYear: string;
  /** That the cost is an estimate, and of what. */
  readonly costIfItGoesOn: string;
  readonly costOfItsDuration: string;
  outage(outage: Outage): string;
  readonly leaksUnseen: string;
  readonly leaksWillBeTold: string;
  /** The sensor is silent while its leak is open. */
  nobodyKnows(since: string): string;
  /** The readings came long after the fact. */
  readonly lateReadings: string;
  /** The mail comes long after the decision. */
  delayed(decidedAt: string): string;
  /** At the end of the subject of such a mail. */
  readonly delayedMark: string;
  readonly live: string;
  readonly acknowledge: string;
  readonly dashboard: string;
  /** `pastTitle` is followed by the moment until which it reaches. */
  readonly chart: Readonly<{ title: string; pastTitle: string; opening: string; unit: string; noData: string }>;
  chartDescription(facts: {
    readonly title: string;
    readonly lowest: string;
    readonly last: string;
    readonly opening: string | undefined;
  }): string;
  readonly automatic: string;
  reason(site: string): string;
  ticketDays(days: number): string;
  /** Several notices in one mail. */
  group(total: number, parts: string): string;
  counted(kind: NoticeKind, count: number): string;
  more(count: number): string;
}
