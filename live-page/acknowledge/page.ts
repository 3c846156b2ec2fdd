import type { Incident, PersonalMark } from '../../shared/incidents/incident.ts';
import type { Language } from '../../shared/language.ts';
import { type Html, html, smallPage } from '../html.ts';
import { nameLimit, noteLimit } from '../limits.ts';
import { texts } from '../public/texts/all.ts';

export interface AcknowledgePageOptions {
  readonly basePath: string;
  readonly language: Language;
  readonly siteTimeZone: string;
}

/** Hours for which reminders can be silenced. */
export const silenceHours = [1, 4, 12, 24] as const;

const shapes = { open: '▲', acknowledged: '△', closed: '●' } as const;

/** The incident, what has been done to it, and the form. `name` is known where the person has signed in. */
export function acknowledgePage(
  incident: Incident,
  {
    basePath,
    language,
    siteTimeZone,
    name,
    problem,
  }: AcknowledgePageOptions & { name: string; problem?: 'name' | 'note' },
): string {
  const text = texts[language].acknowledge;
  const zone = { timeZone: siteTimeZone } as const;
  const clock = new Intl.DateTimeFormat(language, { ...zone, timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat('sv', { ...zone, dateStyle: 'short' });
  const bar = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  /** The date only when it is not today. */
  const when = (at: string) => (day.format(new Date(at)) === day.format() ? clock : time).format(new Date(at));
  const pressure = (label: string, value: number | undefined): Html | undefined =>
    value === undefined ? undefined : html`<dt>${label}</dt><dd><b>${bar.format(value)}</b> bar</dd>`;
  const mark = (label: string, made: PersonalMark | undefined, more = ''): Html | undefined =>
    made &&
    html`<p class="mark"><b>${label}</b> ${made.by}, ${when(made.at)}${more}${made.note ? html`<br><q>${made.note}</q>` : undefined}</p>`;
  const { silenced } = incident;
  const done = incident.acknowledged !== undefined;

  return smallPage({
    basePath,
    language,
    title: text.title,
    content: html`
<p class="state ${incident.state}"><span aria-hidden="true">${shapes[incident.state]}</span> ${text.kinds[incident.kind]}, ${text.states[incident.state]}</p>
<h1>${incident.device ?? incident.deviceId ?? text.pipeline}</h1>
<dl>
<dt>${text.since}</dt><dd>${when(incident.openedAt)}</dd>
${incident.closedAt ? html`<dt>${text.until}</dt><dd>${when(incident.closedAt)}</dd>` : undefined}
${pressure(text.last, incident.lastPressure)}
${pressure(text.lowest, incident.lowestPressure)}
${pressure(text.opening, incident.openingPressure)}
</dl>
${mark(text.acknowledgedBy, incident.acknowledged)}
${mark(text.repairedBy, incident.repaired)}
${silenced && mark(text.silencedBy, silenced, ` (${text.until} ${when(silenced.until)})`)}
${problem ? html`<p class="problem" role="alert">${text.problems[problem]}</p>` : undefined}
${incident.state === 'closed' && incident.repaired ? undefined : form(text, incident, name, done)}
<p><a href="${basePath}/">${text.live}</a></p>`,
  });
}

type Text = (typeof texts)[Language]['acknowledge'];

const form = (text: Text, { state, repaired }: Incident, name: string, done: boolean): Html => html`
<form method="post">
<label>${text.name}<input name="name" required maxlength="${nameLimit}" autocomplete="name" value="${name}"></label>
<label>${text.note}<textarea name="note" maxlength="${noteLimit}" rows="2"></textarea></label>
${state === 'closed' || done ? undefined : html`<button name="action" value="acknowledge">${text.acknowledge}</button>`}
${repaired ? undefined : html`<button name="action" value="repair" class="second">${text.repair}</button>`}
${
  state === 'closed'
    ? undefined
    : html`<div class="row"><label>${text.silenceFor}<select name="hours">${silenceHours.map((hours) => html`<option value="${hours}">${hours} h</option>`)}</select></label>
<button name="action" value="silence" class="second">${text.silence}</button></div>`
}
</form>`;

/** What stands there instead of an incident. */
export function refusedPage(
  why: 'invalid' | 'expired' | 'unknown' | 'unavailable',
  { basePath, language }: AcknowledgePageOptions,
): string {
  const text = texts[language].acknowledge;
  return smallPage({
    basePath,
    language,
    title: text.title,
    content: html`<h1>${text.title}</h1><p class="problem">${text.refused[why]}</p><p><a class="button" href="${basePath}/">${text.live}</a></p>`,
  });
}
