import type { AnyNotice, Notice, NoticeKind } from '../notice.ts';
import { type Composition, headlineOf, isDelayed, link, smallPrintOf, stateOf, subjectOf } from './compose.ts';
import { createFormats } from './formats.ts';
import { acknowledgeUrl, liveUrl } from './links.ts';
import { looks, type State } from './look.ts';
import type { Item, Mail } from './mail.ts';
import { textsOf } from './texts/index.ts';

/** More lines than that nobody reads on a phone, and Gmail cuts a mail of more than 100 kB. */
const mostItems = 40;
const worstFirst: readonly State[] = ['leak', 'unknown', 'silent', 'normal'];

/** Several notices in one mail: how many of what, then a line for each, the worst first. A drill always has its own. */
export function composeGroup(all: readonly AnyNotice[], { config, language, now }: Composition): Mail {
  const notices = all.filter((notice) => notice.kind !== 'drill');
  const texts = textsOf[language];
  const formats = createFormats(texts.locale, config.timeZone, now);
  const sorted = notices.toSorted((one, other) => rank(one) - rank(other) || marginOf(one) - marginOf(other));
  const counts = new Map<NoticeKind, number>();
  for (const { kind } of sorted) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => texts.counted(kind, count)).join(', ');
  const headline = texts.group(notices.length, parts);
  const state = sorted[0] ? stateOf(sorted[0]) : 'normal';
  const delayed = sorted.find((notice) => isDelayed(notice, now));
  const decided = delayed && Date.parse(delayed.decidedAt);
  const items = sorted.slice(0, mostItems).map(
    (notice): Item => ({
      state: stateOf(notice),
      text: headlineOf(notice, texts, formats),
      links: [
        ...link(texts.live, liveUrl(config, notice)),
        ...link(texts.acknowledge, acknowledgeUrl(config, notice, now)),
      ],
    }),
  );
  const left = notices.length - items.length;
  return {
    language,
    state,
    stateName: texts.states[state],
    subject: subjectOf(`${looks[state].shape} ${headline}`, delayed !== undefined, texts),
    headline,
    preview: items
      .map(({ text }) => text)
      .join(' · ')
      .slice(0, 300),
    place: config.customer,
    warnings: decided ? [texts.delayed(texts.at(formats.clock(decided), formats.dateUnlessToday(decided)))] : [],
    figures: [],
    items: left > 0 ? [...items, { state: 'unknown', text: texts.more(left), links: [] }] : items,
    buttons: link(texts.live, config.publicUrl && `${config.publicUrl}/`),
    links: [],
    smallPrint: smallPrintOf(texts, config.customer),
  };
}

const rank = (notice: Notice): number => worstFirst.indexOf(stateOf(notice));

/** How far above its opening pressure: the least comes first. */
const marginOf = ({ incident: { lastPressure = 0, openingPressure = 0 } }: Notice): number =>
  lastPressure - openingPressure;
