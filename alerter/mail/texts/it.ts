import type { Texts } from './texts.ts';
import { several, words } from './words.ts';

export const it: Texts = {
  locale: 'it-IT',
  states: { leak: 'Perdita', silent: 'Sensore muto', unknown: 'Senza dati', normal: 'Normale' },
  since: (time, date) => (date ? `dal ${date}, ore ${time}` : `dalle ${time}`),
  at: (time, date) => (date ? `il ${date} alle ${time}` : `alle ${time}`),
  moment: (time, date) => (date ? `${date}, ore ${time}` : `ore ${time}`),
  span(from, to) {
    if (!from.date) return `dalle ${from.time} alle ${to.time}`;
    if (from.date === to.date) return `il ${from.date} dalle ${from.time} alle ${to.time}`;
    return `dal ${from.date}, ore ${from.time} ${to.date ? `al ${to.date}, ore` : 'alle'} ${to.time}`;
  },
  headline(kind, { device, pressure, opening, lowest, since, span, lasted }) {
    const leak = words(device, pressure && `a ${pressure}`, opening && `(apertura ${opening})`);
    const least = lowest && `(minimo ${lowest})`;
    switch (kind) {
      case 'leak-opened':
        return `Perdita: ${leak} ${since}`;
      case 'leak-reminder':
        return `Promemoria, perdita: ${leak} ${since}`;
      case 'leak-late':
        return `Perdita segnalata in ritardo: ${leak} ${since}`;
      case 'leak-late-over':
        return words(`Perdita passata, segnalata in ritardo: ${device} ${span}`, least);
      case 'leak-recovered':
        return words(`Perdita terminata: ${device}`, pressure && `a ${pressure}`, `dopo ${lasted}`, least);
      case 'sensor-silent':
        return `Sensore muto: ${device} ${since}`;
      case 'sensor-silent-in-leak':
        return `Sensore muto durante una perdita: ${device} ${since}`;
      case 'sensor-back':
        return words(`Sensore di nuovo attivo: ${device}`, pressure && `a ${pressure}`, `dopo ${lasted}`);
      case 'pipeline-down':
        return `Sorveglianza guasta ${since}: una perdita passerebbe inosservata`;
      case 'pipeline-back':
        return `Sorveglianza ripristinata dopo ${lasted}`;
    }
  },
  labels: {
    pressure: 'Pressione',
    lastPressure: 'Ultima pressione nota',
    opening: 'Apertura',
    lowest: 'Minima',
    since: 'Inizio',
    duration: 'Durata',
    silentSince: 'Muto da',
    silence: 'Durata del silenzio',
    openLeak: 'Perdita in corso',
    previousLeak: 'Perdita precedente',
    lastReading: 'Ultima misura',
    cause: 'Constatazione',
    consequence: 'Conseguenza',
    cost: 'Costo',
  },
  measured: (at, age) => `misurata ${at}, ${age}`,
  missing: (pressure) => `mancano ${pressure}`,
  spare: (pressure) => `${pressure} sopra`,
  falling: (rate) => `scende di ${rate}`,
  noPreviousLeak: 'nessuna nota',
  previousLeak: (moment) => `precedente: ${moment}`,
  openingIs: (pressure) => `apertura ${pressure}`,
  perYear: 'all’anno',
  costIfItGoesOn: 'stima, se continua così',
  costOfItsDuration: 'stima, per tutta la durata',
  outage: (outage) =>
    ({
      'elasticsearch-unreachable': 'La banca dati non risponde',
      'all-sensors-silent': 'Nessun sensore invia più misure',
      'readings-not-stored': 'Le misure arrivano ma non vengono salvate',
      'readings-late': 'Le misure vengono salvate con un ritardo crescente',
    })[outage],
  leaksUnseen: 'Le perdite non sono sorvegliate',
  leaksWillBeTold: 'Una perdita avvenuta nel frattempo sarà segnalata',
  nobodyKnows: (since) =>
    `Il sensore è muto ${since}: nessuno sa come evolve la perdita. Andate a controllare sul posto.`,
  lateReadings: 'Le misure di questa perdita sono arrivate molto dopo.',
  delayed: (decidedAt) => `Messaggio in ritardo: deciso ${decidedAt}, la situazione può essere cambiata.`,
  delayedMark: '(in ritardo)',
  live: 'Vedi in diretta',
  acknowledge: 'Me ne occupo io',
  dashboard: 'Vedi questo momento nella dashboard',
  chart: {
    title: 'Pressione, ultime 24 h',
    pastTitle: 'Pressione, 24 h',
    opening: 'apertura',
    unit: 'bar',
    noData: 'nessuna misura',
  },
  chartDescription: ({ title, lowest, last, opening }) =>
    `${title}: minimo ${lowest}, ultima misura ${last}${opening ? `, apertura ${opening}` : ''}`,
  automatic: 'Messaggio automatico: nessuno legge le risposte.',
  reason: (site) =>
    `Lo ricevete perché il vostro indirizzo è nella lista di allarme del sito ${site}. L’informatica può cambiarlo.`,
  ticketDays: (days) => `Il link «Me ne occupo io» vale ${days} giorni.`,
  group: (total, parts) => `${total} avvisi: ${parts}`,
  counted: (kind, count) =>
    ({
      'leak-opened': several(count, 'perdita', 'perdite'),
      'leak-reminder': several(count, 'promemoria', 'promemoria'),
      'leak-recovered': several(count, 'perdita terminata', 'perdite terminate'),
      'sensor-silent': several(count, 'sensore muto', 'sensori muti'),
      'sensor-back': several(count, 'sensore di nuovo attivo', 'sensori di nuovo attivi'),
      'pipeline-down': several(count, 'guasto della sorveglianza', 'guasti della sorveglianza'),
      'pipeline-back': several(count, 'sorveglianza ripristinata', 'sorveglianze ripristinate'),
    })[kind],
  more: (count) => (count === 1 ? 'e un altro' : `e altri ${count}`),
};
