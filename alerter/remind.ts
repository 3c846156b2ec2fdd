import type { Incident } from '../shared/incidents/incident.ts';
import type { Schedule } from './planned-off.ts';

export interface ReminderSettings {
  readonly remindAfterSeconds: number;
  /** When nobody wants to be reminded. */
  readonly quietHours: Schedule;
  readonly plannedOff: Schedule;
}

/** Why somebody is reminded of an incident, or is not. */
export type ReminderDecision =
  | { readonly remind: true; readonly mailKind: string }
  | {
      readonly remind: false;
      readonly reason:
        | 'not-a-leak'
        | 'taken-care-of'
        | 'too-early'
        | 'old-news'
        | 'silenced'
        | 'quiet-hours'
        | 'planned-off';
    };

const no = (reason: Extract<ReminderDecision, { remind: false }>['reason']): ReminderDecision => ({
  remind: false,
  reason,
});

/** Late news whose last reading is older than this is told once. */
const oldNewsMs = 24 * 60 * 60_000;

/** Whether it is time to remind people of an incident; one that falls into quiet hours comes when they end. */
export function decideReminder(incident: Incident, now: number, settings: ReminderSettings): ReminderDecision {
  if (incident.kind !== 'leak') return no('not-a-leak');
  if (incident.state !== 'open') return no('taken-care-of');
  const told = incident.mails.filter(({ kind }) => kind === 'leak-opened' || kind.startsWith('leak-reminder'));
  const last = told.at(-1);
  if (!last || now - Date.parse(last.decidedAt) < settings.remindAfterSeconds * 1000) return no('too-early');
  if (incident.late && now - Date.parse(incident.lastReadingAt ?? incident.openedAt) > oldNewsMs) return no('old-news');
  if (incident.silenced && now < Date.parse(incident.silenced.until)) return no('silenced');
  if (settings.quietHours.includes(now)) return no('quiet-hours');
  if (settings.plannedOff.includes(now)) return no('planned-off');
  return { remind: true, mailKind: `leak-reminder-${told.length}` };
}
