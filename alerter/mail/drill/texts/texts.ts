import type { DrillHopName } from '../../../../shared/drill.ts';

/** What the mail of a drill says in one language. */
export interface DrillTexts {
  /** What it is, in a word. */
  readonly name: string;
  readonly passed: string;
  /** It did not get past this hop. */
  failed(hop: string): string;
  /** The band on top: nobody may take it for an alert. */
  readonly thisIsADrill: string;
  readonly askIt: string;
  /** Of one that failed, where it is scheduled. */
  readonly isRepeated: string;
  /** So many in a row before this one; `since`: `on 23 Nov at 08:00`, when the first of them was. */
  failedBefore(count: number, since: string): string;
  readonly weekUnknown: string;
  readonly hops: Readonly<Record<DrillHopName, string>>;
  /** A station at which nobody looked. */
  readonly skipped: string;
  readonly labels: Readonly<
    Record<'reading' | 'deadLetters' | 'outages' | 'leaks' | 'energy' | 'cost' | 'notArrived', string>
  >;
  readonly sensorTypes: Readonly<Record<string, string>>;
  readingsOf(sensorType: string): string;
  ofExpected(expected: string, missing: string): string;
  readonly deadLettersWait: string;
  readonly none: string;
  /** Of several: how long together. */
  altogether(duration: string): string;
  lowest(pressure: string): string;
  readonly estimate: string;
  /** Of whole days. */
  days(from: string, to: string): string;
  /** `weekday` and `time` of the next one. */
  silence(weekday: string, time: string, contact: string): string;
  readonly it: string;
}
