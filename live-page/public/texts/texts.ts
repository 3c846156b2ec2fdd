import type { IncidentKind, IncidentState } from '../../../shared/incidents/incident.ts';
import type { Badge } from '../model/device-view.ts';

/** Every text of the page, and of the small pages beside it, in one language. A missing one is a type error. */
export interface Texts {
  readonly title: string;
  readonly badges: Readonly<Record<Badge, string>>;
  readonly opening: string;
  readonly margin: string;
  readonly measuredAt: (time: string) => string;
  readonly since: (time: string) => string;
  readonly noValue: string;
  readonly lastValue: (time: string) => string;
  readonly noDevices: string;
  readonly unknownDevice: (device: string) => string;
  readonly allDevices: string;
  readonly loading: string;
  readonly lost: (since: string) => string;
  readonly polling: string;
  readonly noSource: (since: string) => string;
  readonly pipelineDown: (since: string) => string;
  readonly acknowledge: {
    readonly button: string;
    readonly by: (name: string, time: string) => string;
    readonly name: string;
    readonly note: string;
    readonly send: string;
    readonly cancel: string;
    readonly failed: string;
    /* Of the page that mails link to. */
    readonly title: string;
    readonly kinds: Readonly<Record<IncidentKind, string>>;
    readonly states: Readonly<Record<IncidentState, string>>;
    readonly pipeline: string;
    readonly since: string;
    readonly until: string;
    readonly last: string;
    readonly lowest: string;
    readonly opening: string;
    readonly acknowledgedBy: string;
    readonly repairedBy: string;
    readonly silencedBy: string;
    readonly acknowledge: string;
    readonly repair: string;
    readonly silenceFor: string;
    readonly silence: string;
    readonly live: string;
    readonly problems: Readonly<Record<'name' | 'note', string>>;
    readonly refused: Readonly<Record<'invalid' | 'expired' | 'unknown' | 'unavailable', string>>;
  };
  readonly chart: {
    readonly hour: string;
    readonly day: string;
    readonly toDay: string;
    readonly toHour: string;
    readonly failed: string;
  };
  readonly schematic: (pressure: string, opening: string) => string;
  readonly wall: string;
  readonly signOut: string;
  readonly siteTime: string;
  readonly signIn: {
    readonly title: string;
    readonly name: string;
    readonly password: string;
    readonly button: string;
    readonly failed: string;
    readonly providerProblem: string;
    readonly again: string;
  };
}
