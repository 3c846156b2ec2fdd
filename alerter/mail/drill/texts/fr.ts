import type { DrillTexts } from './texts.ts';

export const fr: DrillTexts = {
  name: 'Essai',
  passed: 'Essai réussi, aucune action requise : mesures et courriels passent',
  failed: (hop) => `Essai échoué, prévenir l’informatique (arrêt : ${hop})`,
  thisIsADrill: 'Ceci est un essai de la surveillance, pas une alerte.',
  askIt: 'La mesure d’essai n’est pas arrivée jusqu’au bout : transmettez ce message à l’informatique.',
  isRepeated: 'L’essai est répété de lui-même jusqu’à ce qu’il réussisse.',
  failedBefore: (count, since) =>
    count === 1
      ? `L’essai précédent, ${since}, a échoué.`
      : `${count} essais ont échoué avant celui-ci, le premier ${since}.`,
  weekUnknown: 'Les chiffres de la semaine n’ont pas pu être lus.',
  hops: {
    mqtt: 'broker MQTT',
    gateway: 'passerelle',
    store: 'base de données',
    announcement: 'annonce',
    'live-page': 'page en direct',
  },
  skipped: 'non suivi',
  labels: {
    reading: 'Mesure d’essai',
    notArrived: 'non arrivée',
    deadLetters: 'Mesures refusées',
    outages: 'Pannes de surveillance',
    leaks: 'Fuites',
    energy: 'Électricité',
    cost: 'Coût des fuites',
  },
  sensorTypes: { air: 'air comprimé', centrale: 'électricité', devicev01: 'météo' },
  readingsOf: (sensorType) => `Mesures, ${sensorType}`,
  ofExpected: (expected, missing) => `sur ${expected} attendues, il en manque ${missing}`,
  deadLettersWait: 'attendent d’être examinées par l’informatique',
  none: 'aucune',
  altogether: (duration) => `${duration} en tout`,
  lowest: (pressure) => `minimum ${pressure}`,
  estimate: 'estimation',
  days: (from, to) => `du ${from} au ${to}`,
  silence: (weekday, time, contact) =>
    `Ce message vient chaque ${weekday} vers ${time}. S’il ne vient pas, la surveillance ne fonctionne peut-être plus : appelez ${contact}.`,
  it: 'l’informatique',
};
