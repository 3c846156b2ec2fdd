import type { DrillTexts } from './texts.ts';

export const it: DrillTexts = {
  name: 'Prova',
  passed: 'Prova riuscita, nulla da fare: misure ed e-mail arrivano',
  failed: (hop) => `Prova non riuscita, avvisare l’informatica (ferma a: ${hop})`,
  thisIsADrill: 'Questa è una prova della sorveglianza, non un allarme.',
  askIt: 'La misura di prova non è arrivata fino in fondo: inoltrate questo messaggio all’informatica.',
  isRepeated: 'La prova viene ripetuta da sola finché non riesce.',
  failedBefore: (count, since) =>
    count === 1
      ? `La prova precedente, ${since}, non è riuscita.`
      : `${count} prove prima di questa non sono riuscite, la prima ${since}.`,
  weekUnknown: 'Non è stato possibile leggere i dati della settimana.',
  hops: {
    mqtt: 'broker MQTT',
    gateway: 'gateway',
    store: 'banca dati',
    announcement: 'annuncio',
    'live-page': 'pagina in diretta',
  },
  skipped: 'non seguito',
  labels: {
    reading: 'Misura di prova',
    notArrived: 'non arrivata',
    deadLetters: 'Misure rifiutate',
    outages: 'Sorveglianza guasta',
    leaks: 'Perdite',
    energy: 'Elettricità',
    cost: 'Costo delle perdite',
  },
  sensorTypes: { air: 'aria compressa', centrale: 'elettricità', devicev01: 'meteo' },
  readingsOf: (sensorType) => `Misure, ${sensorType}`,
  ofExpected: (expected, missing) => `su ${expected} attese, mancanti: ${missing}`,
  deadLettersWait: 'attendono di essere esaminate dall’informatica',
  none: 'nessuna',
  altogether: (duration) => `${duration} in tutto`,
  lowest: (pressure) => `minimo ${pressure}`,
  estimate: 'stima',
  days: (from, to) => `dal ${from} al ${to}`,
  silence: (weekday, time, contact) =>
    `Questo messaggio arriva ogni ${weekday} verso le ${time}. Se non arriva, forse la sorveglianza non funziona più: chiamate ${contact}.`,
  it: 'l’informatica',
};
