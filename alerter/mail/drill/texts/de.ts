import type { DrillTexts } from './texts.ts';

export const de: DrillTexts = {
  name: 'Probe',
  passed: 'Probe bestanden, nichts zu tun: Messwerte und Mails kommen durch',
  failed: (hop) => `Probe nicht bestanden, bitte IT verständigen (Halt: ${hop})`,
  thisIsADrill: 'Dies ist eine Probe der Überwachung, kein Alarm.',
  askIt: 'Der Probe-Messwert kam nicht bis ans Ende: Leiten Sie diese Mail an die IT weiter.',
  isRepeated: 'Die Probe wird von selbst wiederholt, bis sie gelingt.',
  failedBefore: (count, since) =>
    count === 1
      ? `Die Probe davor, ${since}, ist nicht durchgekommen.`
      : `${count} Proben davor sind nicht durchgekommen, die erste ${since}.`,
  weekUnknown: 'Die Zahlen der Woche konnten nicht gelesen werden.',
  hops: {
    mqtt: 'MQTT-Broker',
    gateway: 'Gateway',
    store: 'Datenbank',
    announcement: 'Bekanntgabe',
    'live-page': 'Live-Seite',
  },
  skipped: 'nicht verfolgt',
  labels: {
    reading: 'Probe-Messwert',
    notArrived: 'nicht angekommen',
    deadLetters: 'Abgewiesene Messwerte',
    outages: 'Überwachung ausgefallen',
    leaks: 'Lecks',
    energy: 'Strom',
    cost: 'Kosten der Lecks',
  },
  sensorTypes: { air: 'Druckluft', centrale: 'Strom', devicev01: 'Wetter' },
  readingsOf: (sensorType) => `Messwerte, ${sensorType}`,
  ofExpected: (expected, missing) => `von ${expected} erwarteten, fehlend: ${missing}`,
  deadLettersWait: 'warten darauf, dass die IT sie ansieht',
  none: 'keine',
  altogether: (duration) => `zusammen ${duration}`,
  lowest: (pressure) => `tiefster Wert ${pressure}`,
  estimate: 'Schätzung',
  days: (from, to) => `${from} bis ${to}`,
  silence: (weekday, time, contact) =>
    `Diese Mail kommt jeden ${weekday} gegen ${time} Uhr. Kommt sie nicht, arbeitet die Überwachung vielleicht nicht mehr: Rufen Sie ${contact} an.`,
  it: 'die IT',
};
