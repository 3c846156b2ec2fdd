import type { Texts } from './texts.ts';
import { several, words } from './words.ts';

export const fr: Texts = {
  locale: 'fr-BE',
  states: { leak: 'Fuite', silent: 'Capteur muet', unknown: 'Sans données', normal: 'Normal' },
  since: (time, date) => (date ? `depuis le ${date} à ${time}` : `depuis ${time}`),
  at: (time, date) => (date ? `le ${date} à ${time}` : `à ${time}`),
  moment: (time, date) => (date ? `${date} à ${time}` : time),
  span(from, to) {
    if (!from.date) return `de ${from.time} à ${to.time}`;
    if (from.date === to.date) return `le ${from.date} de ${from.time} à ${to.time}`;
    return `du ${from.date} à ${from.time} ${to.date ? `au ${to.date} à ${to.time}` : `jusqu’à ${to.time}`}`;
  },
  headline(kind, { device, pressure, opening, lowest, since, span, lasted }) {
    const leak = words(device, pressure && `à ${pressure}`, opening && `(ouverture ${opening})`);
    const least = lowest && `(minimum ${lowest})`;
    switch (kind) {
      case 'leak-opened':
        return `Fuite : ${leak} ${since}`;
      case 'leak-reminder':
        return `Rappel, fuite : ${leak} ${since}`;
      case 'leak-late':
        return `Fuite apprise en retard : ${leak} ${since}`;
      case 'leak-late-over':
        return words(`Fuite passée, apprise en retard : ${device} ${span}`, least);
      case 'leak-recovered':
        return words(`Fuite terminée : ${device}`, pressure && `à ${pressure}`, `après ${lasted}`, least);
      case 'sensor-silent':
        return `Capteur muet : ${device} ${since}`;
      case 'sensor-silent-in-leak':
        return `Capteur muet pendant une fuite : ${device} ${since}`;
      case 'sensor-back':
        return words(`Capteur de retour : ${device}`, pressure && `à ${pressure}`, `après ${lasted}`);
      case 'pipeline-down':
        return `Surveillance en panne ${since} : une fuite passerait inaperçue`;
      case 'pipeline-back':
        return `Surveillance rétablie après ${lasted}`;
    }
  },
  labels: {
    pressure: 'Pression',
    lastPressure: 'Dernière pression connue',
    opening: 'Ouverture',
    lowest: 'Plus basse',
    since: 'Depuis',
    duration: 'Durée',
    silentSince: 'Muet depuis',
    silence: 'Durée du silence',
    openLeak: 'Fuite en cours',
    previousLeak: 'Fuite précédente',
    lastReading: 'Dernière mesure',
    cause: 'Constat',
    consequence: 'Conséquence',
    cost: 'Coût',
  },
  measured: (at, age) => `mesurée ${at}, ${age}`,
  missing: (pressure) => `il manque ${pressure}`,
  spare: (pressure) => `${pressure} au-dessus`,
  falling: (rate) => `baisse de ${rate}`,
  noPreviousLeak: 'aucune connue',
  previousLeak: (moment) => `précédente : ${moment}`,
  openingIs: (pressure) => `ouverture ${pressure}`,
  perYear: 'par an',
  costIfItGoesOn: 'estimation, si elle continue ainsi',
  costOfItsDuration: 'estimation, pour toute sa durée',
  outage: (outage) =>
    ({
      'elasticsearch-unreachable': 'La base de données ne répond pas',
      'all-sensors-silent': 'Plus aucun capteur ne donne de mesure',
      'readings-not-stored': 'Les mesures arrivent mais ne sont pas enregistrées',
      'readings-late': 'Les mesures sont enregistrées avec un retard qui augmente',
    })[outage],
  leaksUnseen: 'Les fuites ne sont plus surveillées',
  leaksWillBeTold: 'Une fuite survenue entre-temps sera annoncée',
  nobodyKnows: (since) =>
    `Le capteur est muet ${since} : personne ne sait comment la fuite évolue. Allez voir sur place.`,
  lateReadings: 'Les mesures de cette fuite sont arrivées longtemps après.',
  delayed: (decidedAt) => `Message retardé : décidé ${decidedAt}, la situation a pu changer.`,
  delayedMark: '(retardé)',
  live: 'Voir en direct',
  acknowledge: 'Prendre en charge',
  dashboard: 'Voir ce moment dans le tableau de bord',
  chart: {
    title: 'Pression, dernières 24 h',
    pastTitle: 'Pression, 24 h',
    opening: 'ouverture',
    unit: 'bar',
    noData: 'pas de mesure',
  },
  chartDescription: ({ title, lowest, last, opening }) =>
    `${title} : minimum ${lowest}, dernière mesure ${last}${opening ? `, ouverture ${opening}` : ''}`,
  automatic: 'Message automatique : les réponses ne sont lues par personne.',
  reason: (site) =>
    `Vous le recevez car votre adresse est inscrite aux alertes du site ${site}. L’informatique peut changer cela.`,
  ticketDays: (days) => `Le lien « Prendre en charge » est valable ${days} jours.`,
  group: (total, parts) => `${total} alertes : ${parts}`,
  counted: (kind, count) =>
    ({
      'leak-opened': several(count, 'fuite', 'fuites'),
      'leak-reminder': several(count, 'rappel', 'rappels'),
      'leak-recovered': several(count, 'fuite terminée', 'fuites terminées'),
      'sensor-silent': several(count, 'capteur muet', 'capteurs muets'),
      'sensor-back': several(count, 'capteur de retour', 'capteurs de retour'),
      'pipeline-down': several(count, 'panne de surveillance', 'pannes de surveillance'),
      'pipeline-back': several(count, 'surveillance rétablie', 'surveillances rétablies'),
    })[kind],
  more: (count) => `et ${several(count, 'autre', 'autres')}`,
};
