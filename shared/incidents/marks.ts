import type { Incident, PersonalMark } from './incident.ts';

/** Longer names and notes are cut. */
const nameLimit = 100;
const noteLimit = 1000;

/** Somebody takes care of it: no more reminders. What is closed stays closed. `now`: ms since the epoch. */
export const acknowledge = (incident: Incident, by: string, note: string | undefined, now: number): Incident => ({
  ...incident,
  state: incident.state === 'closed' ? 'closed' : 'acknowledged',
  updatedAt: new Date(now).toISOString(),
  acknowledged: mark(by, note, now),
});

/** Somebody says that it is repaired, which acknowledges it too. Only the readings can close it. */
export function repair(incident: Incident, by: string, note: string | undefined, now: number): Incident {
  const taken = incident.acknowledged ? incident : acknowledge(incident, by, undefined, now);
  const state = incident.state === 'closed' ? 'closed' : 'acknowledged';
  return { ...taken, state, updatedAt: new Date(now).toISOString(), repaired: mark(by, note, now) };
}

/** Somebody wants no reminder before `until` (ms since the epoch). The incident stays as it is. */
export const silence = (
  incident: Incident,
  by: string,
  until: number,
  note: string | undefined,
  now: number,
): Incident => ({
  ...incident,
  updatedAt: new Date(now).toISOString(),
  silenced: { ...mark(by, note, now), until: new Date(until).toISOString() },
});

const mark = (by: string, note: string | undefined, now: number): PersonalMark => ({
  at: new Date(now).toISOString(),
  by: by.trim().slice(0, nameLimit),
  ...(note?.trim() && { note: note.trim().slice(0, noteLimit) }),
});
