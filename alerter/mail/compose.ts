import type { Language } from '../../shared/language.ts';
import type { AnyNotice, Notice, NoticeKind } from '../notice.ts';
import { pictureEnd } from '../picture-end.ts';
import type { MailConfig } from './config.ts';
import { figuresOf } from './figures.ts';
import { createFormats, type Formats } from './formats.ts';
import { acknowledgeUrl, dashboardUrl, liveUrl, ticketDays } from './links.ts';
import { looks, type State } from './look.ts';
import type { Link, Mail } from './mail.ts';
import { textsOf } from './texts/index.ts';
import type { HeadlineKind, Texts } from './texts/texts.ts';

/** What turning notices into words depends on. `now` is when the mail is made, ms since the epoch. */
export interface Composition {
  readonly config: Pick<
    MailConfig,
    'timeZone' | 'customer' | 'publicUrl' | 'dashboardUrl' | 'acknowledgeSecret' | 'airCost'
  >;
  readonly language: Language;
  readonly now: number;
}

/** A mail that leaves this long after its decision says so: nobody may take it for the state of now. */
const delayedAfterMs = 2 * 60_000;

const states: Readonly<Record<NoticeKind, State>> = {
  'leak-opened': 'leak',
  'leak-reminder': 'leak',
  'leak-recovered': 'normal',
  'sensor-silent': 'silent',
  'sensor-back': 'normal',
  'pipeline-down': 'unknown',
  'pipeline-back': 'normal',
};

/** A sensor that comes back with a pressure below the opening pressure is no good news. */
export function stateOf({ kind, incident: { lastPressure, openingPressure } }: Notice): State {
  const low = lastPressure !== undefined && openingPressure !== undefined && lastPressure < openingPressure;
  return kind === 'sensor-back' && low ? 'leak' : states[kind];
}

/** A notice in words: the subject and the first line are the fact. */
export function compose(notice: Notice, composition: Composition): Mail {
  const { config, language, now } = composition;
  const texts = textsOf[language];
  const formats = createFormats(texts.locale, config.timeZone, now);
  const { incident, kind } = notice;
  const state = stateOf(notice);
  const headline = headlineOf(notice, texts, formats);
  const figures = figuresOf(notice, texts, formats, config.airCost);
  const delayed = isDelayed(notice, now);
  const acknowledge = acknowledgeUrl(config, notice, now);
  const live = kind === 'pipeline-down' ? undefined : liveUrl(config, notice);
  const dashboard = notice.outage === 'elasticsearch-unreachable' ? undefined : dashboardUrl(config, notice);
  return {
    language,
    state,
    stateName: texts.states[state],
    subject: subjectOf(`${looks[state].shape} ${headline}`, delayed, texts),
    headline,
    preview: figures.map(({ label, value, unit }) => `${label} ${value}${unit ? ` ${unit}` : ''}`).join(' · '),
    place: placeOf(notice, config.customer),
    warnings: warningsOf(notice, delayed, texts, formats),
    figures,
    items: [],
    ...(incident.kind !== 'pipeline-down' && notice.pressures.length > 1 && { chart: chartOf(notice, texts, formats) }),
    buttons: [...link(texts.live, live), ...link(texts.acknowledge, acknowledge)],
    links: link(texts.dashboard, dashboard),
    smallPrint: [
      ...(acknowledge === undefined ? [] : [texts.ticketDays(ticketDays)]),
      ...smallPrintOf(texts, config.customer),
    ],
  };
}

export const isDelayed = ({ decidedAt }: AnyNotice, now: number): boolean =>
  now - Date.parse(decidedAt) > delayedAfterMs;

export const subjectOf = (fact: string, delayed: boolean, texts: Texts): string =>
  delayed ? `${fact} ${texts.delayedMark}` : fact;

export const smallPrintOf = (texts: Texts, customer: string): readonly string[] => [
  texts.automatic,
  texts.reason(customer),
];

export const link = (label: string, url: string | undefined): readonly Link[] =>
  url === undefined ? [] : [{ label, url }];

/** The fact in one line. */
export function headlineOf(notice: Notice, texts: Texts, formats: Formats): string {
  const { incident, sensorSilentSince, decidedAt } = notice;
  const kind = headlineKind(notice);
  const opened = Date.parse(incident.openedAt);
  const began = kind === 'sensor-silent-in-leak' && sensorSilentSince ? Date.parse(sensorSilentSince) : opened;
  const ended = Date.parse(incident.closedAt ?? decidedAt);
  const optional = (bar: number | undefined, format: (bar: number) => string) =>
    bar === undefined ? undefined : format(bar);
  return texts.headline(kind, {
    device: deviceName(notice),
    pressure: optional(incident.lastPressure, formats.bar),
    opening: optional(incident.openingPressure, formats.pressure),
    lowest: optional(incident.lowestPressure, formats.pressure),
    since: texts.since(formats.clock(began), formats.dateUnlessToday(began)),
    span: texts.span(formats.moment(opened), formats.moment(ended)),
    lasted: formats.duration(ended - opened),
  });
}

function headlineKind({ kind, incident, sensorSilentSince }: Notice): HeadlineKind {
  if (incident.kind === 'leak' && incident.late && (kind === 'leak-opened' || kind === 'leak-recovered')) {
    return incident.closedAt === undefined ? 'leak-late' : 'leak-late-over';
  }
  return kind === 'sensor-silent' && sensorSilentSince !== undefined ? 'sensor-silent-in-leak' : kind;
}

/** For people, on one line: whatever a device calls itself, it cannot break a header or turn the text around. */
const deviceName = ({ incident }: Notice): string =>
  (incident.device ?? incident.deviceId ?? '?')
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 80)
    .toWellFormed();

function placeOf(notice: Notice, customer: string): string {
  const { device, deviceId } = notice.incident;
  if (device === undefined && deviceId === undefined) return customer;
  const number = device !== undefined && deviceId !== undefined && deviceId !== device ? ` (id ${deviceId})` : '';
  return `${customer} · ${deviceName(notice)}${number}`;
}

function warningsOf(notice: Notice, delayed: boolean, texts: Texts, formats: Formats): string[] {
  const at = (iso: string, say: (time: string, date?: string) => string) =>
    say(formats.clock(Date.parse(iso)), formats.dateUnlessToday(Date.parse(iso)));
  const { sensorSilentSince, incident, decidedAt, kind } = notice;
  const open = kind !== 'leak-recovered' && kind !== 'sensor-back';
  return [
    ...(delayed ? [texts.delayed(at(decidedAt, texts.at))] : []),
    ...(sensorSilentSince !== undefined && open ? [texts.nobodyKnows(at(sensorSilentSince, texts.since))] : []),
    ...(incident.late ? [texts.lateReadings] : []),
  ];
}

function chartOf(
  { pressures, incident, decidedAt }: Notice,
  texts: Texts,
  formats: Formats,
): NonNullable<Mail['chart']> {
  const bars = pressures.map(([, bar]) => bar);
  const opening = incident.openingPressure;
  const decided = Date.parse(decidedAt);
  const until = pictureEnd(incident, decided);
  const moment = texts.moment(formats.clock(until), formats.dateUnlessToday(until));
  const title = until === decided ? texts.chart.title : `${texts.chart.pastTitle} → ${moment}`;
  return {
    pressures,
    opening,
    until,
    description: texts.chartDescription({
      title,
      lowest: formats.bar(Math.min(...bars)),
      last: formats.bar(bars.at(-1) ?? 0),
      opening: opening === undefined ? undefined : formats.bar(opening),
    }),
    texts: { ...texts.chart, title },
    clock: formats.clock,
    pressure: formats.pressure,
    axis: (bar) => new Intl.NumberFormat(texts.locale, { maximumFractionDigits: 1 }).format(bar),
  };
}
