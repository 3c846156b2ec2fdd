import type { Texts } from './index.ts';

export const de: Texts = {
  dashboards: {
    air: {
      title: 'Druckluft: Hält der Druck?',
      about: 'Druck jedes Sensors gegenüber seinem Öffnungsdruck, und Lecks.',
      link: 'Luft',
    },
    centrale: {
      title: 'Strom: Wie viel haben wir verbraucht?',
      about: 'Verbrauch pro Tag, Woche und Monat, Lastgang und Zählerstände für die Rechnung.',
      link: 'Strom',
    },
    devicev01: {
      title: 'Wetter: Was messen die Sensoren devicev01?',
      about: 'Temperatur, Feuchte, Luftdruck und Funksignal.',
      link: 'Wetter',
    },
    health: {
      title: 'Daten: Sind sie vollständig?',
      about: 'Für die IT: empfangene, fehlende und abgelehnte Messungen, Uhren, Signal, freier Platz.',
      link: 'Daten',
    },
  },
  panels: {
    'air-now': {
      title: 'Wie hoch ist der Druck jetzt?',
      about:
        'Letzter Wert jedes Sensors im gewählten Zeitraum. Achten Sie auf die Uhrzeit: Ein stummer Sensor behält seinen letzten Wert.',
    },
    'air-leaks-open': {
      title: 'Wie viele Lecks sind offen?',
      about:
        'Nicht geschlossene Lecks des letzten Jahres, übernommen oder nicht. 0 sagt nichts, solange ein Sensor stumm ist.',
    },
    'air-leaks-count': {
      title: 'Wie viele Lecks im Zeitraum?',
      about: 'Lecks, die im gewählten Zeitraum begannen, geschlossen oder nicht.',
    },
    'air-pressure': {
      title: 'Bleibt der Druck über dem Öffnungsdruck?',
      about:
        'Niedrigster Druck jedes Intervalls und Öffnungsdruck desselben Sensors. Unterbrochene Linie: keine Messung.',
    },
    'air-margin': {
      title: 'Wie viel Reserve bleibt über dem Öffnungsdruck?',
      about:
        'Druck minus Öffnungsdruck, Tiefstwert jedes Intervalls. Unter 0: unter dem Öffnungsdruck. Ohne bekannten Öffnungsdruck keine Reserve.',
    },
    'air-below': {
      title: 'Wie lange unter dem Öffnungsdruck?',
      about:
        'Messungen unter dem Öffnungsdruck mal Abstand zweier Messungen: eine Schätzung. Zu niedrig, wenn Messungen fehlen.',
    },
    'air-leaks': {
      title: 'Wann gab es Lecks?',
      about: 'Jedes Leck zählt am Tag seines Beginns, mit seinem heutigen Zustand.',
    },
    'air-leaks-worst': {
      title: 'Welches Netz leckt am meisten?',
      about: 'Lecks je Sensor, niedrigster erreichter Druck und Beginn des letzten.',
    },
    'air-night': {
      title: 'Wie tief fällt der Druck nachts?',
      about:
        'Niedrigster Druck von 1 bis 5 Uhr, Ortszeit. Von Nacht zu Nacht tiefer heißt: ein Leck, oder ein Kompressor ist aus.',
    },
    'air-heat': {
      title: 'Zu welchen Stunden ist die Reserve klein?',
      about:
        'Mittlere Reserve je Stunde und Wochentag, Ortszeit. Ein Mittel verbirgt kurze Einbrüche. Wählen Sie mindestens zwei Wochen.',
    },
    'centrale-today': {
      title: 'Wie viel haben wir heute verbraucht?',
      about: 'Seit Mitternacht, alle gewählten Zähler, aus dem Tagesjournal.',
    },
    'centrale-month': { title: 'Wie viel in diesem Monat?', about: 'Seit dem Monatsersten bis zur letzten Messung.' },
    'centrale-share': {
      title: 'Wer verbraucht wie viel?',
      about: 'Anteil jedes Zählers im Zeitraum. Ein Unterzähler würde doppelt zählen.',
    },
    'centrale-daily': {
      title: 'Wie viel pro Tag?',
      about:
        'Ortstage. Orange: der Teil der Zähler, deren Tag auffällig ist (fehlende Messungen interpoliert, Rücksetzung, verworfener Wert); ihre Summe kann vom Zähler abweichen.',
    },
    'centrale-compare': {
      title: 'Gleicht heute demselben Tag der Vorwoche?',
      about:
        'Verbrauch je Stunde. Nach einer Unterbrechung fällt die ganze Energie in die Stunde der Rückkehr. Die laufende Stunde ist unvollständig.',
    },
    'centrale-load': {
      title: 'Welche Leistung beziehen wir?',
      about:
        'Mittlere Leistung je Intervall, Zähler gestapelt. Ein Mittel verbirgt kurze Spitzen: kürzeren Zeitraum wählen.',
    },
    'centrale-weekly': {
      title: 'Wie viel pro Woche?',
      about: 'Wochen von Montag bis Sonntag. Die letzte ist unvollständig.',
    },
    'centrale-monthly': { title: 'Wie viel pro Monat?', about: 'Kalendermonate. Der letzte ist unvollständig.' },
    'centrale-night': {
      title: 'Was verbrauchen wir nachts umsonst?',
      about:
        'Median der Leistung von 1 bis 5 Uhr, Ortszeit, Zähler gestapelt: was nie stillsteht. Falsch, wenn nachts eine Schicht arbeitet.',
    },
    'centrale-bill': {
      title: 'Welche Zählerstände für die Rechnung?',
      about:
        'Stand am Ende jedes Monats, Ortszeit; der Anfangsstand ist das Ende des Vormonats. Ihre Differenz ist der Verbrauch, außer nach Rücksetzung oder Zählertausch: Der Verbrauch stimmt trotzdem.',
    },
    'devicev01-now': {
      title: 'Was messen die Sensoren jetzt?',
      about: 'Letzter Wert im Zeitraum. Achten Sie auf die Uhrzeit: Ein stummer Sensor behält seinen letzten Wert.',
    },
    'devicev01-temperature': {
      title: 'Wie verläuft die Temperatur?',
      about: 'Mittel je Intervall und Sensor. Unterbrochene Linie: keine Messung.',
    },
    'devicev01-temperature-days': {
      title: 'Temperatur: welche Extreme pro Tag?',
      about: 'Minimum, Mittel und Maximum aller gewählten Sensoren. Ein Sensor in der Sonne verfälscht das Maximum.',
    },
    'devicev01-humidity-days': {
      title: 'Feuchte: welche Extreme pro Tag?',
      about: 'Minimum, Mittel und Maximum. Etwas über 100 % bei Nebel ist für diese Fühler normal.',
    },
    'devicev01-pressure-days': {
      title: 'Luftdruck: welche Extreme pro Tag?',
      about: 'Druck auf der Höhe des Sensors, nicht auf Meereshöhe umgerechnet.',
    },
    'devicev01-spread': {
      title: 'Welche Temperaturen sind häufig?',
      about: 'Messungen je Temperaturstufe. Ein Sensor, der öfter sendet, wiegt mehr.',
    },
    'devicev01-signal': {
      title: 'Werden die Sensoren gut empfangen?',
      about:
        'Mittlere Signalstärke (RSSI). Näher an 0 ist besser; unter -120 dBm gehen Messungen verloren. Nur empfangene Messungen zählen.',
    },
    'devicev01-radio': {
      title: 'Welcher Sensor steht schlecht?',
      about:
        'Mittleres und schwächstes Signal, mittleres Signal-Rausch-Verhältnis: unter -10 dB Sensor oder Antenne versetzen.',
    },
    'health-complete': {
      title: 'Welcher Teil der Messungen ist angekommen?',
      about:
        'Empfangene von erwarteten Messungen. Ein nie gehörter Sensor wird nicht erwartet, und eine Stille zählt erst nach ihrem Ende.',
    },
    'health-missing-count': {
      title: 'Wie viele Messungen fehlen?',
      about: 'Summe der Lücken in Messperioden. Eine andauernde Stille ist noch nicht enthalten.',
    },
    'health-rejected-count': {
      title: 'Wie viele Messungen wurden abgelehnt?',
      about:
        'Unlesbare oder unmögliche Messungen im Zeitraum, jede einmal, auch wenn sie inzwischen nachgespielt wurde. Zwei Gateways nebeneinander zählen sie doppelt.',
    },
    'health-room': {
      title: 'Wie viele Tage bis zur Shard-Grenze?',
      about:
        '(Grenze - Shards) / neue Shards pro Tag, vom Betriebsdienst festgehalten. Leer: Er läuft seit zwei Tagen nicht. Unter 30 Tagen alte Indizes verdichten oder löschen.',
    },
    'health-missing': {
      title: 'Welcher Sensor fehlte, an welchem Tag?',
      about: 'Anteil der erwarteten Messungen, die fehlen. Leeres Feld: an dem Tag weder Messung noch Interpolation.',
    },
    'health-days': {
      title: 'Erwartet, empfangen, fehlend?',
      about: 'Je Sensor im Zeitraum. Eine Lücke über Mitternacht zählt einmal pro Tag.',
    },
    'health-received': {
      title: 'Wann kommen Messungen an?',
      about:
        'Messungen aller gewählten Sensoren nach ihrer eigenen Zeit. Ein tiefer Einbruch ist die Kette, ein kleiner ein Sensor.',
    },
    'health-flags': {
      title: 'Was ist an Messungen auffällig?',
      about: 'Messungen mit mindestens einer Markierung, nach Art. Eine Messung kann mehrere haben.',
    },
    'health-sensors': {
      title: 'Welcher Sensor braucht Aufmerksamkeit?',
      about:
        'Funksignal; Verzug zwischen Sensorzeit und Empfang: unter 0 geht die Uhr um mindestens so viel vor; ist er immer lang, geht sie nach, oder das Netz ist langsam. Messungen markiert als vorgehend, verspätet, ohne Uhr.',
    },
    'health-incidents': {
      title: 'Welche Ausfälle gab es?',
      about: 'Vorfälle außer Lecks, am Tag ihres Beginns. Nichts, solange der Alarmdienst nicht läuft.',
    },
    'health-rejected': {
      title: 'Wann und warum werden Messungen abgelehnt?',
      about: 'Nach Tag der Ablehnung und Grund.',
    },
    'health-rejected-topics': {
      title: 'Wer sendet abgelehnte Messungen?',
      about:
        'Nach MQTT-Topic, denn eine unlesbare Messung nennt keinen Sensor. Der Sensorfilter richtet sich nach der letzten Ebene des Topics.',
    },
  },
  notes: {
    'dead-letters': {
      title: 'Was tun mit abgelehnten Messungen?',
      text: 'Sie warten in der ActiveMQ-Warteschlange **<customer>.<type>.rejected**, vollständig und mit dem Grund.\n\n- Ansehen: `npm run rejected -- list --type air`\n- Behoben? Nachspielen: `npm run rejected -- replay --type air --reason wrong-type`\n- Sonst verwerfen: `npm run rejected -- discard --type air --reason wrong-type`',
    },
  },
  labels: {
    airPressure: 'Luftdruck',
    average: 'Mittel',
    clockAhead: 'Uhr geht vor',
    consumption: 'Verbrauch',
    dayFlagged: 'auffälliger Tag',
    dayOrdinary: 'gewöhnlicher Tag',
    daysLeft: 'Tage übrig',
    delay: 'Verzug (Median)',
    delayLowest: 'Kürzester Verzug',
    device: 'Sensor',
    endIndex: 'Endstand',
    expected: 'Erwartet',
    flag: 'Markierung',
    gaps: 'Lücken',
    highest: 'Maximum',
    hour: 'Stunde',
    humidity: 'Feuchte',
    incidents: 'Vorfälle',
    kindPipeline: 'Kette ausgefallen',
    kindSilent: 'Sensor stumm',
    lastLeak: 'Letztes Leck',
    lastReading: 'Letzte Messung',
    lastRejection: 'Letzte Ablehnung',
    late: 'Verspätet',
    leaks: 'Lecks',
    leaksOpen: 'Offene Lecks',
    lowest: 'Minimum',
    lowestPressure: 'Niedrigster Druck',
    margin: 'Reserve',
    missing: 'Fehlend',
    missingShare: 'Anteil fehlend',
    month: 'Monat',
    noClock: 'Ohne Uhr',
    noiseRatio: 'Signal/Rauschen',
    openingPressure: 'Öffnung',
    power: 'Leistung',
    pressure: 'Druck',
    readings: 'Messungen',
    reason: 'Grund',
    received: 'Empfangene Messungen',
    rejected: 'Abgelehnt',
    resets: 'Rücksetzungen',
    signal: 'Signal',
    signalLimit: 'Nutzgrenze',
    signalLowest: 'Schwächstes Signal',
    stateAcknowledged: 'übernommen',
    stateClosed: 'geschlossen',
    stateOpen: 'offen',
    temperature: 'Temperatur',
    temperatureAxis: 'Temperatur (°C)',
    time: 'Datum',
    timeBelow: 'Zeit unter Öffnungsdruck',
    today: 'Heute',
    topic: 'MQTT-Topic',
    weekBefore: 'Vor 7 Tagen',
    weekday: 'Tag',
  },
  flags: {
    late: 'verspätet',
    'clock-drift': 'Uhr geht vor',
    'ambiguous-time': 'doppelte Stunde (Herbst)',
    'nonexistent-time': 'fehlende Stunde (Frühjahr)',
    'no-clock': 'ohne Uhr',
    'first-reading': 'erste Messung',
    'counter-reset': 'Rücksetzung',
    'counter-drop': 'Stand gefallen',
    dip: 'kleiner Rückgang',
    wrap: 'Zählerüberlauf',
    'meter-swap': 'Zähler getauscht',
    spike: 'Wert verworfen',
    interpolated: 'interpoliert',
  },
  reasons: {
    'too-large': 'zu groß',
    'invalid-utf8': 'ungültiges UTF-8',
    'invalid-json': 'ungültiges JSON',
    'not-an-object': 'kein Objekt',
    'too-deep': 'zu tief verschachtelt',
    'wrong-type': 'falscher Typ',
    'control-characters': 'Steuerzeichen',
    'unknown-unit': 'unbekannte Einheit',
    'out-of-range': 'unmöglicher Wert',
    'invalid-time': 'ungültige Zeit',
    'time-out-of-range': 'Zeit außerhalb der Grenzen',
    'retained-without-time': 'von MQTT behalten, ohne Zeit',
    'refused-by-elasticsearch': 'von Elasticsearch abgelehnt',
  },
  weekdays: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  days: 'Tage',
  ranges: [
    'Heute',
    'Gestern',
    'Diese Woche',
    'Letzte Woche',
    'Dieser Monat',
    'Letzter Monat',
    'Letzte 7 Tage',
    'Letzte 30 Tage',
    'Letzte 12 Monate',
  ],
  live: 'Live',
  views: {
    readings: 'Messungen',
    days: 'Tagesjournal',
    incidents: 'Vorfälle',
    rejected: 'abgelehnte Messungen',
    health: 'freier Platz',
    all: 'alle Sensoren',
  },
  preview: 'Vorschau aus denselben Definitionen, mit simulierten Messungen. Kibana zeigt es anders.',
};
