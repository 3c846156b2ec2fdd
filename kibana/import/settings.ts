import type { Language } from '../../shared/language.ts';
import { dashboardId } from '../saved-object.ts';
import { texts } from '../texts/index.ts';
import type { ImportConfig } from './config.ts';

/** How a language writes a date with its time, in Moment's letters. */
const dateFormats: Readonly<Record<Language, string>> = {
  fr: 'DD/MM/YYYY HH:mm:ss',
  en: 'D MMM YYYY HH:mm:ss',
  de: 'DD.MM.YYYY HH:mm:ss',
  it: 'DD/MM/YYYY HH:mm:ss',
  nl: 'DD-MM-YYYY HH:mm:ss',
};

/** Kibana's names of the ways to write numbers. */
const numberFormats: Readonly<Record<Language, string>> = { fr: 'fr', en: 'en', de: 'de', it: 'it', nl: 'nl-nl' };

/** Time ranges that people here ask for. */
const ranges = [
  ['now/d', 'now/d'],
  ['now-1d/d', 'now-1d/d'],
  ['now/w', 'now/w'],
  ['now-1w/w', 'now-1w/w'],
  ['now/M', 'now/M'],
  ['now-1M/M', 'now-1M/M'],
  ['now-7d/d', 'now'],
  ['now-30d/d', 'now'],
  ['now-12M/M', 'now'],
] as const;

/** The advanced settings of the space: the site's time zone, and the language's dates, numbers and time ranges. */
export function settingsOf({
  customer,
  siteTimeZone,
  languages: [language],
  readingPeriodSeconds,
  space,
}: ImportConfig) {
  const { ranges: names } = texts[language];
  return {
    'dateFormat:tz': siteTimeZone,
    dateFormat: dateFormats[language],
    'dateFormat:dow': 'Monday',
    'format:number:defaultLocale': numberFormats[language],
    'timepicker:quickRanges': JSON.stringify(ranges.map(([from, to], index) => ({ from, to, display: names[index] }))),
    defaultRoute: `/app/dashboards#/view/${dashboardId({ customer, language, readingPeriodSeconds, space }, 'air')}`,
  };
}
