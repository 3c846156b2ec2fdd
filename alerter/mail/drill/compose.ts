import type { Drill, DrillHop, WeekFigures } from '../../../shared/drill.ts';
import { type Composition, isDelayed, link, smallPrintOf, subjectOf } from '../compose.ts';
import { createFormats, type Formats } from '../formats.ts';
import { looks, type State } from '../look.ts';
import type { Item, Mail } from '../mail.ts';
import { textsOf } from '../texts/index.ts';
import { drillFigures } from './figures.ts';
import { drillTextsOf } from './texts/index.ts';
import type { DrillTexts } from './texts/texts.ts';

/** The mail of a drill: whether the canary passed, what the week was like, and what its absence would mean. */
export function composeDrill(drill: Drill, { config, language, now }: Composition): Mail {
  const texts = textsOf[language];
  const words = drillTextsOf[language];
  const formats = createFormats(texts.locale, config.timeZone, now);
  const failed = failedHop(drill.hops);
  const state: State = failed ? 'silent' : 'normal';
  const headline = failed ? words.failed(words.hops[failed.name]) : words.passed;
  const figures = drillFigures(drill, words, formats, config.airCost);
  const delayed = isDelayed(drill, now);
  const when = (time: string) => {
    const at = Date.parse(time);
    return texts.at(formats.clock(at), formats.dateUnlessToday(at));
  };
  return {
    language,
    state,
    stateName: words.name,
    subject: subjectOf(`${looks[state].shape} ${headline}`, delayed, texts),
    headline,
    preview: figures.map(({ label, value, unit }) => `${label} ${value}${unit ? ` ${unit}` : ''}`).join(' · '),
    place: placeOf(drill.week, config.customer, words, formats),
    warnings: [
      words.thisIsADrill,
      ...(delayed ? [texts.delayed(when(drill.decidedAt))] : []),
      ...(failed ? [words.askIt] : []),
      ...(failed && drill.weekly ? [words.isRepeated] : []),
      ...(drill.failedBefore ? [words.failedBefore(drill.failedBefore.count, when(drill.failedBefore.since))] : []),
      ...(drill.week ? [] : [words.weekUnknown]),
    ],
    figures,
    items: silence(drill, texts.locale, words),
    buttons: link(texts.live, config.publicUrl && `${config.publicUrl}/`),
    links: [],
    smallPrint: smallPrintOf(texts, config.customer),
  };
}

const failedHop = (hops: readonly DrillHop[]): DrillHop | undefined => hops.find(({ state }) => state === 'failed');

function placeOf(week: WeekFigures | undefined, customer: string, words: DrillTexts, formats: Formats): string {
  return week ? `${customer} · ${words.days(formats.day(week.from), formats.day(week.to))}` : customer;
}

/** What it means when it does not come. */
function silence({ weekly, contact }: Drill, locale: string, words: DrillTexts): Item[] {
  if (!weekly) return [];
  const { weekday, minuteOfDay } = weekly;
  // 5 January 1970 was a Monday.
  const day = new Date(Date.UTC(1970, 0, 4 + weekday, 0, minuteOfDay));
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(day);
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const text = words.silence(format({ weekday: 'long' }), time, contact ?? words.it);
  return [{ state: 'unknown', text, links: [] }];
}
