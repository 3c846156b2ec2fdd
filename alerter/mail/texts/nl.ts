import type { Texts } from './texts.ts';
import { several, words } from './words.ts';

export const nl: Texts = {
  locale: 'nl-BE',
  states: { leak: 'Lek', silent: 'Sensor stil', unknown: 'Geen gegevens', normal: 'Normaal' },
  since: (time, date) => (date ? `sinds ${date}, ${time}` : `sinds ${time}`),
  at: (time, date) => (date ? `op ${date} om ${time}` : `om ${time}`),
  moment: (time, date) => (date ? `${date}, ${time}` : time),
  span(from, to) {
    if (from.date && from.date === to.date) return `op ${from.date} van ${from.time} tot ${to.time}`;
    return `van ${nl.moment(from.time, from.date)} tot ${nl.moment(to.time, to.date)}`;
  },
  headline(kind, { device, pressure, opening, lowest, since, span, lasted }) {
    const leak = words(device, pressure && `op ${pressure}`, opening && `(openingsdruk ${opening})`);
    const least = lowest && `(laagste ${lowest})`;
    switch (kind) {
      case 'leak-opened':
        return `Lek: ${leak} ${since}`;
      case 'leak-reminder':
        return `Herinnering, lek: ${leak} ${since}`;
      case 'leak-late':
        return `Lek, te laat gemeld: ${leak} ${since}`;
      case 'leak-late-over':
        return words(`Voorbij lek, te laat gemeld: ${device} ${span}`, least);
      case 'leak-recovered':
        return words(`Lek voorbij: ${device}`, pressure && `op ${pressure}`, `na ${lasted}`, least);
      case 'sensor-silent':
        return `Sensor stil: ${device} ${since}`;
      case 'sensor-silent-in-leak':
        return `Sensor stil tijdens een lek: ${device} ${since}`;
      case 'sensor-back':
        return words(`Sensor terug: ${device}`, pressure && `op ${pressure}`, `na ${lasted}`);
      case 'pipeline-down':
        return `Bewaking uitgevallen ${since}: een lek zou onopgemerkt blijven`;
      case 'pipeline-back':
        return `Bewaking hersteld na ${lasted}`;
    }
  },
  labels: {
    pressure: 'Druk',
    lastPressure: 'Laatst bekende druk',
    opening: 'Openingsdruk',
    lowest: 'Laagste',
    since: 'Sinds',
    duration: 'Duur',
    silentSince: 'Stil sinds',
    silence: 'Duur van de stilte',
    openLeak: 'Lek aan de gang',
    previousLeak: 'Vorige lek',
    lastReading: 'Laatste meting',
    cause: 'Vaststelling',
    consequence: 'Gevolg',
    cost: 'Kosten',
  },
  measured: (at, age) => `gemeten ${at}, ${age}`,
  missing: (pressure) => `${pressure} te weinig`,
  spare: (pressure) => `${pressure} erboven`,
  falling: (rate) => `daalt met ${rate}`,
  noPreviousLeak: 'geen bekend',
  previousLeak: (moment) => `vorige: ${moment}`,
  openingIs: (pressure) => `openingsdruk ${pressure}`,
  perYear: 'per jaar',
  costIfItGoesOn: 'schatting, als het zo doorgaat',
  costOfItsDuration: 'schatting, voor de hele duur',
  outage: (outage) =>
    ({
      'elasticsearch-unreachable': 'De databank antwoordt niet',
      'all-sensors-silent': 'Geen enkele sensor meldt zich nog',
      'readings-not-stored': 'Metingen komen aan maar worden niet opgeslagen',
      'readings-late': 'Metingen worden met groeiende vertraging opgeslagen',
    })[outage],
  leaksUnseen: 'Lekken worden niet bewaakt',
  leaksWillBeTold: 'Een lek van intussen wordt nog gemeld',
  nobodyKnows: (since) => `De sensor is stil ${since}: niemand weet hoe het lek evolueert. Ga ter plaatse kijken.`,
  lateReadings: 'De metingen van dit lek zijn pas lang daarna aangekomen.',
  delayed: (decidedAt) => `Vertraagd bericht: beslist ${decidedAt}, de toestand kan veranderd zijn.`,
  delayedMark: '(vertraagd)',
  live: 'Live bekijken',
  acknowledge: 'Ik neem het op mij',
  dashboard: 'Dit moment in het dashboard bekijken',
  chart: {
    title: 'Druk, laatste 24 u',
    pastTitle: 'Druk, 24 u',
    opening: 'openingsdruk',
    unit: 'bar',
    noData: 'geen meting',
  },
  chartDescription: ({ title, lowest, last, opening }) =>
    `${title}: laagste ${lowest}, laatste meting ${last}${opening ? `, openingsdruk ${opening}` : ''}`,
  automatic: 'Automatisch bericht: niemand leest antwoorden.',
  reason: (site) => `U krijgt het omdat uw adres op de alarmlijst van de site ${site} staat. Uw IT kan dat wijzigen.`,
  ticketDays: (days) => `De link ‘Ik neem het op mij’ is ${days} dagen geldig.`,
  group: (total, parts) => `${total} meldingen: ${parts}`,
  counted: (kind, count) =>
    ({
      'leak-opened': several(count, 'lek', 'lekken'),
      'leak-reminder': several(count, 'herinnering', 'herinneringen'),
      'leak-recovered': several(count, 'lek voorbij', 'lekken voorbij'),
      'sensor-silent': several(count, 'stille sensor', 'stille sensoren'),
      'sensor-back': several(count, 'sensor terug', 'sensoren terug'),
      'pipeline-down': several(count, 'uitval van de bewaking', 'uitvallen van de bewaking'),
      'pipeline-back': several(count, 'bewaking hersteld', 'bewakingen hersteld'),
    })[kind],
  more: (count) => (count === 1 ? 'en nog één' : `en nog ${count}`),
};
