import type { Texts } from './texts.ts';
import { several, words } from './words.ts';

export const de: Texts = {
  locale: 'de-DE',
  states: { leak: 'Leck', silent: 'Sensor stumm', unknown: 'Keine Daten', normal: 'Normal' },
  since: (time, date) => (date ? `seit ${date}, ${time} Uhr` : `seit ${time} Uhr`),
  at: (time, date) => (date ? `am ${date} um ${time} Uhr` : `um ${time} Uhr`),
  moment: (time, date) => (date ? `${date}, ${time} Uhr` : `${time} Uhr`),
  span(from, to) {
    if (!from.date) return `von ${from.time} bis ${to.time} Uhr`;
    if (from.date === to.date) return `am ${from.date} von ${from.time} bis ${to.time} Uhr`;
    return `vom ${from.date}, ${from.time} Uhr bis ${to.date ? `zum ${to.date}, ` : ''}${to.time} Uhr`;
  },
  headline(kind, { device, pressure, opening, lowest, since, span, lasted }) {
    const leak = words(device, pressure && `bei ${pressure}`, opening && `(Öffnungsdruck ${opening})`);
    const least = lowest && `(Tiefstwert ${lowest})`;
    switch (kind) {
      case 'leak-opened':
        return `Leck: ${leak} ${since}`;
      case 'leak-reminder':
        return `Erinnerung, Leck: ${leak} ${since}`;
      case 'leak-late':
        return `Leck, verspätet gemeldet: ${leak} ${since}`;
      case 'leak-late-over':
        return words(`Vergangenes Leck, verspätet gemeldet: ${device} ${span}`, least);
      case 'leak-recovered':
        return words(`Leck behoben: ${device}`, pressure && `bei ${pressure}`, `nach ${lasted}`, least);
      case 'sensor-silent':
        return `Sensor stumm: ${device} ${since}`;
      case 'sensor-silent-in-leak':
        return `Sensor stumm während eines Lecks: ${device} ${since}`;
      case 'sensor-back':
        return words(`Sensor wieder da: ${device}`, pressure && `bei ${pressure}`, `nach ${lasted}`);
      case 'pipeline-down':
        return `Überwachung ausgefallen ${since}: ein Leck bliebe unbemerkt`;
      case 'pipeline-back':
        return `Überwachung wiederhergestellt nach ${lasted}`;
    }
  },
  labels: {
    pressure: 'Druck',
    lastPressure: 'Letzter bekannter Druck',
    opening: 'Öffnungsdruck',
    lowest: 'Tiefstwert',
    since: 'Seit',
    duration: 'Dauer',
    silentSince: 'Stumm seit',
    silence: 'Dauer der Stille',
    openLeak: 'Offenes Leck',
    previousLeak: 'Voriges Leck',
    lastReading: 'Letzte Messung',
    cause: 'Befund',
    consequence: 'Folge',
    cost: 'Kosten',
  },
  measured: (at, age) => `gemessen ${at}, ${age}`,
  missing: (pressure) => `es fehlen ${pressure}`,
  spare: (pressure) => `${pressure} darüber`,
  falling: (rate) => `fällt um ${rate}`,
  noPreviousLeak: 'keines bekannt',
  previousLeak: (moment) => `voriges: ${moment}`,
  openingIs: (pressure) => `Öffnungsdruck ${pressure}`,
  perYear: 'im Jahr',
  costIfItGoesOn: 'geschätzt, wenn es so weitergeht',
  costOfItsDuration: 'geschätzt, für die ganze Dauer',
  outage: (outage) =>
    ({
      'elasticsearch-unreachable': 'Die Datenbank antwortet nicht',
      'all-sensors-silent': 'Kein Sensor meldet sich mehr',
      'readings-not-stored': 'Messungen kommen an, werden aber nicht gespeichert',
      'readings-late': 'Messungen werden mit wachsender Verspätung gespeichert',
    })[outage],
  leaksUnseen: 'Lecks werden nicht überwacht',
  leaksWillBeTold: 'Ein Leck in der Zwischenzeit wird noch gemeldet',
  nobodyKnows: (since) =>
    `Der Sensor ist stumm ${since}: Niemand weiß, wie sich das Leck entwickelt. Bitte vor Ort nachsehen.`,
  lateReadings: 'Die Messungen zu diesem Leck kamen lange danach an.',
  delayed: (decidedAt) => `Verspätete Nachricht: entschieden ${decidedAt}, die Lage kann sich geändert haben.`,
  delayedMark: '(verspätet)',
  live: 'Live ansehen',
  acknowledge: 'Ich kümmere mich',
  dashboard: 'Diesen Zeitpunkt im Dashboard ansehen',
  chart: {
    title: 'Druck, letzte 24 h',
    pastTitle: 'Druck, 24 h',
    opening: 'Öffnungsdruck',
    unit: 'bar',
    noData: 'keine Messung',
  },
  chartDescription: ({ title, lowest, last, opening }) =>
    `${title}: Tiefstwert ${lowest}, letzte Messung ${last}${opening ? `, Öffnungsdruck ${opening}` : ''}`,
  automatic: 'Automatische Nachricht: Antworten liest niemand.',
  reason: (site) =>
    `Sie erhalten sie, weil Ihre Adresse auf der Alarmliste des Standorts ${site} steht. Die IT kann das ändern.`,
  ticketDays: (days) => `Der Link „Ich kümmere mich“ gilt ${days} Tage.`,
  group: (total, parts) => `${total} Meldungen: ${parts}`,
  counted: (kind, count) =>
    ({
      'leak-opened': several(count, 'Leck', 'Lecks'),
      'leak-reminder': several(count, 'Erinnerung', 'Erinnerungen'),
      'leak-recovered': several(count, 'Leck behoben', 'Lecks behoben'),
      'sensor-silent': several(count, 'stummer Sensor', 'stumme Sensoren'),
      'sensor-back': several(count, 'Sensor wieder da', 'Sensoren wieder da'),
      'pipeline-down': several(count, 'Ausfall der Überwachung', 'Ausfälle der Überwachung'),
      'pipeline-back': several(count, 'Überwachung wiederhergestellt', 'Überwachungen wiederhergestellt'),
    })[kind],
  more: (count) => `und ${several(count, 'weitere', 'weitere')}`,
};
