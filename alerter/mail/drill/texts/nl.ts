import type { DrillTexts } from './texts.ts';

export const nl: DrillTexts = {
  name: 'Oefening',
  passed: 'Oefening geslaagd, niets te doen: metingen en mails komen door',
  failed: (hop) => `Oefening mislukt, verwittig IT (gestopt bij: ${hop})`,
  thisIsADrill: 'Dit is een oefening van de bewaking, geen alarm.',
  askIt: 'De testmeting is niet tot het einde geraakt: stuur deze mail door naar IT.',
  isRepeated: 'De oefening wordt vanzelf herhaald tot ze slaagt.',
  failedBefore: (count, since) =>
    count === 1
      ? `De vorige oefening, ${since}, is mislukt.`
      : `${count} oefeningen hiervoor zijn mislukt, de eerste ${since}.`,
  weekUnknown: 'De cijfers van de week konden niet gelezen worden.',
  hops: {
    mqtt: 'MQTT-broker',
    gateway: 'gateway',
    store: 'databank',
    announcement: 'aankondiging',
    'live-page': 'livepagina',
  },
  skipped: 'niet gevolgd',
  labels: {
    reading: 'Testmeting',
    notArrived: 'niet aangekomen',
    deadLetters: 'Geweigerde metingen',
    outages: 'Bewaking uitgevallen',
    leaks: 'Lekken',
    energy: 'Elektriciteit',
    cost: 'Kosten van lekken',
  },
  sensorTypes: { air: 'perslucht', centrale: 'elektriciteit', devicev01: 'weer' },
  readingsOf: (sensorType) => `Metingen, ${sensorType}`,
  ofExpected: (expected, missing) => `van ${expected} verwacht, ontbrekend: ${missing}`,
  deadLettersWait: 'wachten tot IT ze bekijkt',
  none: 'geen',
  altogether: (duration) => `samen ${duration}`,
  lowest: (pressure) => `laagste ${pressure}`,
  estimate: 'schatting',
  days: (from, to) => `${from} tot ${to}`,
  silence: (weekday, time, contact) =>
    `Deze mail komt elke ${weekday} omstreeks ${time}. Komt hij niet, dan werkt de bewaking misschien niet meer: bel ${contact}.`,
  it: 'IT',
};
