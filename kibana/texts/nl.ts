import type { Texts } from './index.ts';

export const nl: Texts = {
  dashboards: {
    air: {
      title: 'Perslucht: houdt de druk stand?',
      about: 'Druk van elke sensor tegenover zijn openingsdruk, en lekken.',
      link: 'Lucht',
    },
    centrale: {
      title: 'Elektriciteit: hoeveel hebben we verbruikt?',
      about: 'Verbruik per dag, week en maand, belastingcurve en meterstanden voor de factuur.',
      link: 'Elektriciteit',
    },
    devicev01: {
      title: 'Weer: wat meten de sensoren devicev01?',
      about: 'Temperatuur, vochtigheid, luchtdruk en radiosignaal.',
      link: 'Weer',
    },
    health: {
      title: 'Gegevens: zijn ze volledig?',
      about: 'Voor IT: ontvangen, ontbrekende en geweigerde metingen, klokken, signaal, ruimte over.',
      link: 'Gegevens',
    },
  },
  panels: {
    'air-now': {
      title: 'Hoe hoog is de druk nu?',
      about:
        'Laatste waarde van elke sensor in de gekozen periode. Let op het tijdstip: een stille sensor houdt zijn laatste waarde.',
    },
    'air-leaks-open': {
      title: 'Hoeveel lekken staan open?',
      about:
        'Niet afgesloten lekken van het laatste jaar, al dan niet in behandeling. 0 zegt niets als een sensor stil is.',
    },
    'air-leaks-count': {
      title: 'Hoeveel lekken in de periode?',
      about: 'Lekken die in de gekozen periode begonnen, afgesloten of niet.',
    },
    'air-pressure': {
      title: 'Blijft de druk boven de openingsdruk?',
      about: 'Laagste druk van elk interval en openingsdruk van dezelfde sensor. Onderbroken lijn: geen meting.',
    },
    'air-margin': {
      title: 'Hoeveel marge blijft er boven de openingsdruk?',
      about:
        'Druk min openingsdruk, laagste van elk interval. Onder 0: onder de openingsdruk. Zonder bekende openingsdruk geen marge.',
    },
    'air-below': {
      title: 'Hoe lang onder de openingsdruk?',
      about:
        'Metingen onder de openingsdruk maal de tijd tussen twee metingen: een schatting. Te laag als metingen ontbreken.',
    },
    'air-leaks': {
      title: 'Wanneer waren er lekken?',
      about: 'Elk lek telt op de dag dat het begon, met zijn huidige toestand.',
    },
    'air-leaks-worst': {
      title: 'Welk net lekt het meest?',
      about: 'Lekken per sensor, laagste bereikte druk en begin van het laatste.',
    },
    'air-night': {
      title: 'Hoe laag zakt de druk ’s nachts?',
      about:
        'Laagste druk van 1 tot 5 uur, plaatselijke tijd. Lager van nacht tot nacht: een lek, of een compressor die uit staat.',
    },
    'air-heat': {
      title: 'Op welke uren is de marge klein?',
      about:
        'Gemiddelde marge per uur en weekdag, plaatselijke tijd. Een gemiddelde verbergt korte dalingen. Kies minstens twee weken.',
    },
    'centrale-today': {
      title: 'Hoeveel hebben we vandaag verbruikt?',
      about: 'Sinds middernacht, alle gekozen meters, volgens het dagboek.',
    },
    'centrale-month': { title: 'Hoeveel deze maand?', about: 'Sinds de eerste van de maand tot de laatste meting.' },
    'centrale-share': {
      title: 'Wie verbruikt hoeveel?',
      about: 'Aandeel van elke meter in de periode. Een tussenmeter zou dubbel tellen.',
    },
    'centrale-daily': {
      title: 'Hoeveel per dag?',
      about:
        'Plaatselijke dagen. Oranje: het deel van de meters waarvan de dag gemarkeerd is (ontbrekende metingen geïnterpoleerd, reset, verworpen waarde); hun totaal kan van de meter afwijken.',
    },
    'centrale-compare': {
      title: 'Lijkt vandaag op dezelfde dag vorige week?',
      about:
        'Verbruik per uur. Na een onderbreking valt alle energie in het uur van terugkeer. Het lopende uur is onvolledig.',
    },
    'centrale-load': {
      title: 'Hoeveel vermogen nemen we op?',
      about:
        'Gemiddeld vermogen per interval, meters gestapeld. Een gemiddelde verbergt korte pieken: kies een kortere periode.',
    },
    'centrale-weekly': { title: 'Hoeveel per week?', about: 'Weken van maandag tot zondag. De laatste is onvolledig.' },
    'centrale-monthly': { title: 'Hoeveel per maand?', about: 'Kalendermaanden. De laatste is onvolledig.' },
    'centrale-night': {
      title: 'Wat verbruiken we ’s nachts voor niets?',
      about:
        'Mediaan vermogen van 1 tot 5 uur, plaatselijke tijd, meters gestapeld: wat nooit stopt. Onjuist als er een nachtploeg werkt.',
    },
    'centrale-bill': {
      title: 'Welke meterstanden voor de factuur?',
      about:
        'Stand aan het einde van elke plaatselijke maand; die van het begin is het einde van de vorige maand. Het verschil is het verbruik, behalve na een reset of meterwissel: het verbruik blijft juist.',
    },
    'devicev01-now': {
      title: 'Wat meten de sensoren nu?',
      about: 'Laatste waarde in de periode. Let op het tijdstip: een stille sensor houdt zijn laatste waarde.',
    },
    'devicev01-temperature': {
      title: 'Hoe verloopt de temperatuur?',
      about: 'Gemiddelde per interval en sensor. Onderbroken lijn: geen meting.',
    },
    'devicev01-temperature-days': {
      title: 'Temperatuur: welke uitersten per dag?',
      about: 'Minimum, gemiddelde en maximum van alle gekozen sensoren. Een sensor in de zon vervalst het maximum.',
    },
    'devicev01-humidity-days': {
      title: 'Vochtigheid: welke uitersten per dag?',
      about: 'Minimum, gemiddelde en maximum. Iets boven 100 % bij mist is normaal voor deze sondes.',
    },
    'devicev01-pressure-days': {
      title: 'Luchtdruk: welke uitersten per dag?',
      about: 'Druk op de hoogte van de sensor, niet herleid tot zeeniveau.',
    },
    'devicev01-spread': {
      title: 'Welke temperaturen komen vaak voor?',
      about: 'Metingen per temperatuurstap. Een sensor die vaker zendt, weegt meer.',
    },
    'devicev01-signal': {
      title: 'Worden de sensoren goed ontvangen?',
      about:
        'Gemiddelde signaalsterkte (RSSI). Dichter bij 0 is beter; onder -120 dBm gaan metingen verloren. Alleen ontvangen metingen tellen.',
    },
    'devicev01-radio': {
      title: 'Welke sensor staat slecht?',
      about:
        'Gemiddeld en zwakste signaal, gemiddelde signaal-ruisverhouding: onder -10 dB de sensor of antenne verplaatsen.',
    },
    'health-complete': {
      title: 'Welk deel van de metingen is aangekomen?',
      about:
        'Ontvangen van de verwachte metingen. Een nooit gehoorde sensor wordt niet verwacht, en een stilte telt pas als ze voorbij is.',
    },
    'health-missing-count': {
      title: 'Hoeveel metingen ontbreken?',
      about: 'Som van de gaten in meetperiodes. Een stilte die duurt, zit er nog niet in.',
    },
    'health-rejected-count': {
      title: 'Hoeveel metingen zijn geweigerd?',
      about:
        'Onleesbare of onmogelijke metingen in de periode, elk één keer, ook als ze intussen opnieuw is aangeboden. Twee gateways naast elkaar tellen ze dubbel.',
    },
    'health-room': {
      title: 'Hoeveel dagen tot de shardlimiet?',
      about:
        '(Limiet - shards) / nieuwe shards per dag, vastgelegd door de beheerdienst. Leeg: die draait al twee dagen niet. Onder 30 dagen oude indexen samenvoegen of wissen.',
    },
    'health-missing': {
      title: 'Welke sensor ontbrak, en op welke dag?',
      about: 'Aandeel van de verwachte metingen dat ontbreekt. Leeg vak: die dag geen metingen en geen interpolatie.',
    },
    'health-days': {
      title: 'Verwacht, ontvangen, ontbrekend?',
      about: 'Per sensor in de periode. Een gat over middernacht telt één keer per dag.',
    },
    'health-received': {
      title: 'Wanneer komen metingen aan?',
      about:
        'Metingen van alle gekozen sensoren, volgens hun eigen tijd. Een diepe dip is de keten, een kleine een sensor.',
    },
    'health-flags': {
      title: 'Wat is er vreemd aan metingen?',
      about: 'Metingen met minstens één markering, per soort. Een meting kan er meer hebben.',
    },
    'health-sensors': {
      title: 'Welke sensor vraagt aandacht?',
      about:
        'Radiosignaal; vertraging tussen sensortijd en ontvangst: onder 0 loopt de klok minstens zoveel voor; altijd lang: ze loopt achter, of het netwerk is traag. Metingen gemarkeerd als voorlopend, te laat, zonder klok.',
    },
    'health-incidents': {
      title: 'Welke stiltes en storingen?',
      about: 'Incidenten behalve lekken, op de dag van hun begin. Niets zolang de alarmdienst niet draait.',
    },
    'health-rejected': {
      title: 'Wanneer en waarom worden metingen geweigerd?',
      about: 'Per dag van de weigering en per reden.',
    },
    'health-rejected-topics': {
      title: 'Wie stuurt geweigerde metingen?',
      about:
        'Per MQTT-topic, want een onleesbare meting noemt geen sensor. De sensorfilter volgt het laatste niveau van het topic.',
    },
  },
  notes: {
    'dead-letters': {
      title: 'Wat te doen met geweigerde metingen?',
      text: 'Ze wachten in de ActiveMQ-wachtrij **<customer>.<type>.rejected**, volledig en met de reden.\n\n- Bekijken: `npm run rejected -- list --type air`\n- Hersteld? Opnieuw aanbieden: `npm run rejected -- replay --type air --reason wrong-type`\n- Anders weggooien: `npm run rejected -- discard --type air --reason wrong-type`',
    },
  },
  labels: {
    airPressure: 'Luchtdruk',
    average: 'Gemiddelde',
    clockAhead: 'Klok loopt voor',
    consumption: 'Verbruik',
    dayFlagged: 'gemarkeerde dag',
    dayOrdinary: 'gewone dag',
    daysLeft: 'Dagen over',
    delay: 'Vertraging (mediaan)',
    delayLowest: 'Kortste vertraging',
    device: 'Sensor',
    endIndex: 'Eindstand',
    expected: 'Verwacht',
    flag: 'Markering',
    gaps: 'Gaten',
    highest: 'Maximum',
    hour: 'Uur',
    humidity: 'Vochtigheid',
    incidents: 'Incidenten',
    kindPipeline: 'keten uitgevallen',
    kindSilent: 'sensor stil',
    lastLeak: 'Laatste lek',
    lastReading: 'Laatste meting',
    lastRejection: 'Laatste weigering',
    late: 'Te laat',
    leaks: 'Lekken',
    leaksOpen: 'Open lekken',
    lowest: 'Minimum',
    lowestPressure: 'Laagste druk',
    margin: 'Marge',
    missing: 'Ontbrekend',
    missingShare: 'Aandeel ontbrekend',
    month: 'Maand',
    noClock: 'Zonder klok',
    noiseRatio: 'Signaal/ruis',
    openingPressure: 'Opening',
    power: 'Vermogen',
    pressure: 'Druk',
    readings: 'Metingen',
    reason: 'Reden',
    received: 'Ontvangen metingen',
    rejected: 'Geweigerd',
    resets: 'Resets',
    signal: 'Signaal',
    signalLimit: 'bruikbare grens',
    signalLowest: 'Zwakste signaal',
    stateAcknowledged: 'in behandeling',
    stateClosed: 'afgesloten',
    stateOpen: 'open',
    temperature: 'Temperatuur',
    temperatureAxis: 'Temperatuur (°C)',
    time: 'Datum',
    timeBelow: 'Tijd onder openingsdruk',
    today: 'Vandaag',
    topic: 'MQTT-topic',
    weekBefore: '7 dagen geleden',
    weekday: 'Dag',
  },
  flags: {
    late: 'te laat',
    'clock-drift': 'klok loopt voor',
    'ambiguous-time': 'dubbel uur (herfst)',
    'nonexistent-time': 'ontbrekend uur (lente)',
    'no-clock': 'zonder klok',
    'first-reading': 'eerste meting',
    'counter-reset': 'reset',
    'counter-drop': 'stand gedaald',
    dip: 'kleine daling',
    wrap: 'teller rond',
    'meter-swap': 'meter gewisseld',
    spike: 'waarde verworpen',
    interpolated: 'geïnterpoleerd',
  },
  reasons: {
    'too-large': 'te groot',
    'invalid-utf8': 'ongeldige UTF-8',
    'invalid-json': 'ongeldige JSON',
    'not-an-object': 'geen object',
    'too-deep': 'te diep genest',
    'wrong-type': 'verkeerd type',
    'control-characters': 'stuurtekens',
    'unknown-unit': 'onbekende eenheid',
    'out-of-range': 'onmogelijke waarde',
    'invalid-time': 'ongeldige tijd',
    'time-out-of-range': 'tijd buiten bereik',
    'retained-without-time': 'bewaard door MQTT, zonder tijd',
    'refused-by-elasticsearch': 'geweigerd door Elasticsearch',
  },
  weekdays: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
  days: 'dagen',
  ranges: [
    'Vandaag',
    'Gisteren',
    'Deze week',
    'Vorige week',
    'Deze maand',
    'Vorige maand',
    'Laatste 7 dagen',
    'Laatste 30 dagen',
    'Laatste 12 maanden',
  ],
  live: 'Live',
  views: {
    readings: 'metingen',
    days: 'dagboek',
    incidents: 'incidenten',
    rejected: 'geweigerde metingen',
    health: 'ruimte over',
    all: 'alle sensoren',
  },
  preview: 'Voorbeeld getekend uit dezelfde definities, op gesimuleerde metingen. Kibana toont het anders.',
};
