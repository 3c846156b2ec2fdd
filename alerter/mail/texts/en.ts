import type { Texts } from './texts.ts';
import { several, words } from './words.ts';

export const en: Texts = {
  locale: 'en-GB',
  states: { leak: 'Leak', silent: 'Sensor silent', unknown: 'No data', normal: 'Normal' },
  since: (time, date) => (date ? `since ${date}, ${time}` : `since ${time}`),
  at: (time, date) => (date ? `on ${date} at ${time}` : `at ${time}`),
  moment: (time, date) => (date ? `${date}, ${time}` : time),
  span(from, to) {
    if (from.date && from.date === to.date) return `on ${from.date} from ${from.time} to ${to.time}`;
    return `from ${en.moment(from.time, from.date)} to ${en.moment(to.time, to.date)}`;
  },
  headline(kind, { device, pressure, opening, lowest, since, span, lasted }) {
    const leak = words(device, pressure && `at ${pressure}`, opening && `(opening ${opening})`);
    const least = lowest && `(lowest ${lowest})`;
    switch (kind) {
      case 'leak-opened':
        return `Leak: ${leak} ${since}`;
      case 'leak-reminder':
        return `Reminder, leak: ${leak} ${since}`;
      case 'leak-late':
        return `Leak reported late: ${leak} ${since}`;
      case 'leak-late-over':
        return words(`Past leak, reported late: ${device} ${span}`, least);
      case 'leak-recovered':
        return words(`Leak over: ${device}`, pressure && `at ${pressure}`, `after ${lasted}`, least);
      case 'sensor-silent':
        return `Sensor silent: ${device} ${since}`;
      case 'sensor-silent-in-leak':
        return `Sensor silent during a leak: ${device} ${since}`;
      case 'sensor-back':
        return words(`Sensor back: ${device}`, pressure && `at ${pressure}`, `after ${lasted}`);
      case 'pipeline-down':
        return `Monitoring down ${since}: a leak would go unnoticed`;
      case 'pipeline-back':
        return `Monitoring restored after ${lasted}`;
    }
  },
  labels: {
    pressure: 'Pressure',
    lastPressure: 'Last known pressure',
    opening: 'Opening',
    lowest: 'Lowest',
    since: 'Since',
    duration: 'Duration',
    silentSince: 'Silent since',
    silence: 'Silence',
    openLeak: 'Open leak',
    previousLeak: 'Previous leak',
    lastReading: 'Last reading',
    cause: 'What we see',
    consequence: 'What it means',
    cost: 'Cost',
  },
  measured: (at, age) => `measured ${at}, ${age}`,
  missing: (pressure) => `${pressure} missing`,
  spare: (pressure) => `${pressure} above`,
  falling: (rate) => `falling by ${rate}`,
  noPreviousLeak: 'none known',
  previousLeak: (moment) => `previous: ${moment}`,
  openingIs: (pressure) => `opening ${pressure}`,
  perYear: 'a year',
  costIfItGoesOn: 'an estimate, if it goes on like this',
  costOfItsDuration: 'an estimate, for as long as it lasted',
  outage: (outage) =>
    ({
      'elasticsearch-unreachable': 'The database does not answer',
      'all-sensors-silent': 'No sensor reports any more',
      'readings-not-stored': 'Readings arrive but are not stored',
      'readings-late': 'Readings are stored with a delay that grows',
    })[outage],
  leaksUnseen: 'Leaks are not being watched',
  leaksWillBeTold: 'A leak that happened meanwhile will be reported',
  nobodyKnows: (since) => `The sensor has been silent ${since}: nobody knows how the leak goes on. Go and look.`,
  lateReadings: 'The readings of this leak arrived long after the fact.',
  delayed: (decidedAt) => `Delayed mail: this was decided ${decidedAt}, things may have changed.`,
  delayedMark: '(delayed)',
  live: 'See it live',
  acknowledge: 'Take charge',
  dashboard: 'See this moment in the dashboard',
  chart: {
    title: 'Pressure, last 24 h',
    pastTitle: 'Pressure, 24 h',
    opening: 'opening',
    unit: 'bar',
    noData: 'no readings',
  },
  chartDescription: ({ title, lowest, last, opening }) =>
    `${title}: lowest ${lowest}, last reading ${last}${opening ? `, opening ${opening}` : ''}`,
  automatic: 'Automatic message: nobody reads replies.',
  reason: (site) =>
    `You get it because your address is on the alert list of the site ${site}. Your IT can change that.`,
  ticketDays: (days) => `The link “Take charge” is valid for ${days} days.`,
  group: (total, parts) => `${total} alerts: ${parts}`,
  counted: (kind, count) =>
    ({
      'leak-opened': several(count, 'leak', 'leaks'),
      'leak-reminder': several(count, 'reminder', 'reminders'),
      'leak-recovered': several(count, 'leak over', 'leaks over'),
      'sensor-silent': several(count, 'silent sensor', 'silent sensors'),
      'sensor-back': several(count, 'sensor back', 'sensors back'),
      'pipeline-down': several(count, 'monitoring failure', 'monitoring failures'),
      'pipeline-back': several(count, 'monitoring restored', 'monitoring restored'),
    })[kind],
  more: (count) => `and ${several(count, 'other', 'others')}`,
};
