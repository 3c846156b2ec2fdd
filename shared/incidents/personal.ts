import type { Incident, PersonalMark } from './incident.ts';

/*
 * What a person does to an incident. All are pure: the incident as it is afterwards. `now` and `until` are milliseconds since
 * the epoch. Whoever is first is kept; whoever comes later changes nothing.
 */

const mark = (by: string, note: string | undefined, now: number): PersonalMark => ({
  at: new Date(now).toISOString(),
  by,
  ...(note ? { note } : {}),
});

const touched = (incident: Incident, now: number): Incident => ({
  ...incident,
  updatedAt: new Date(now).toISOString(),
});

/** Somebody takes care of it. */
export const acknowledge = (incident: Incident, by: string, note: string | undefined, now: number): Incident =>
  incident.acknowledged || incident.state === 'closed'
    ? incident
    : { ...touched(incident, now), state: 'acknowledged', acknowledged: mark(by, note, now) };

/** Somebody says that it is repaired, and by that takes care of it. Only readings can close it. */
export const repair = (incident: Incident, by: string, note: string | undefined, now: number): Incident =>
  incident.repaired
    ? incident
    : { ...touched(acknowledge(incident, by, undefined, now), now), repaired: mark(by, note, now) };

/** No reminder before `until`; here the last word counts. */
export const silence = (
  incident: Incident,
  by: string,
  note: string | undefined,
  until: number,
  now: number,
): Incident => ({
  ...touched(incident, now),
  silenced: { ...mark(by, note, now), until: new Date(until).toISOString() },
});
