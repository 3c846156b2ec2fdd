import type { Texts } from './index.ts';

export const it: Texts = {
  dashboards: {
    air: {
      title: 'Aria compressa: la pressione tiene?',
      about: 'Pressione di ogni sensore rispetto alla sua pressione di apertura, e perdite.',
      link: 'Aria',
    },
    centrale: {
      title: 'Elettricità: quanto abbiamo consumato?',
      about: 'Consumo per giorno, settimana e mese, curva di carico e letture per la bolletta.',
      link: 'Elettricità',
    },
    devicev01: {
      title: 'Meteo: che cosa misurano i sensori devicev01?',
      about: 'Temperatura, umidità, pressione atmosferica e segnale radio.',
      link: 'Meteo',
    },
    health: {
      title: 'Dati: sono completi?',
      about: "Per l'informatica: misure ricevute, mancanti e rifiutate, orologi, segnale, spazio rimasto.",
      link: 'Dati',
    },
  },
  panels: {
    'air-now': {
      title: "Com'è la pressione adesso?",
      about:
        "Ultimo valore di ogni sensore nel periodo scelto. Guardate l'ora della misura: un sensore muto conserva l'ultimo valore.",
    },
    'air-leaks-open': {
      title: 'Quante perdite sono aperte?',
      about: "Perdite non chiuse dell'ultimo anno, prese in carico o no. 0 non dice nulla se un sensore è muto.",
    },
    'air-leaks-count': {
      title: 'Quante perdite nel periodo?',
      about: 'Perdite iniziate nel periodo scelto, chiuse o no.',
    },
    'air-pressure': {
      title: "La pressione resta sopra l'apertura?",
      about:
        'Pressione più bassa di ogni intervallo, e pressione di apertura dello stesso sensore. Linea interrotta: nessuna misura.',
    },
    'air-margin': {
      title: "Quanto margine resta sopra l'apertura?",
      about:
        "Pressione meno pressione di apertura, minimo di ogni intervallo. Sotto 0: sotto l'apertura. Senza pressione di apertura nota non c'è margine.",
    },
    'air-below': {
      title: "Per quanto tempo sotto l'apertura?",
      about: "Misure sotto l'apertura per il periodo tra due misure: una stima. Troppo bassa quando mancano misure.",
    },
    'air-leaks': {
      title: 'Quando ci sono state perdite?',
      about: 'Ogni perdita conta nel giorno in cui è iniziata, con il suo stato attuale.',
    },
    'air-leaks-worst': {
      title: 'Quale rete perde di più?',
      about: "Perdite per sensore, pressione più bassa raggiunta e inizio dell'ultima.",
    },
    'air-night': {
      title: 'Fin dove scende la pressione di notte?',
      about:
        'Pressione più bassa tra le 1 e le 5, ora del sito. Se cala di notte in notte: una perdita, o un compressore spento.',
    },
    'air-heat': {
      title: 'In quali ore il margine è piccolo?',
      about:
        'Margine medio per ora e giorno della settimana, ora del sito. Una media nasconde i cali brevi. Scegliete almeno due settimane.',
    },
    'centrale-today': {
      title: 'Quanto abbiamo consumato oggi?',
      about: 'Da mezzanotte, tutti i contatori scelti, dal registro giornaliero.',
    },
    'centrale-month': { title: 'Quanto questo mese?', about: "Dal primo del mese fino all'ultima misura." },
    'centrale-share': {
      title: 'Chi consuma quanto?',
      about: 'Quota di ogni contatore nel periodo. Un sottocontatore conterebbe due volte.',
    },
    'centrale-daily': {
      title: 'Quanto al giorno?',
      about:
        'Giorni locali. Arancione: la parte dei contatori il cui giorno è segnalato (misure mancanti interpolate, azzeramento, valore scartato); il loro totale può differire dal contatore.',
    },
    'centrale-compare': {
      title: 'Oggi somiglia allo stesso giorno della settimana scorsa?',
      about:
        "Consumo per ora. Dopo un'interruzione tutta l'energia cade nell'ora del ritorno. L'ora in corso è incompleta.",
    },
    'centrale-load': {
      title: 'Quanta potenza assorbiamo?',
      about:
        'Potenza media per intervallo, contatori impilati. Una media nasconde i picchi brevi: riducete il periodo.',
    },
    'centrale-weekly': {
      title: 'Quanto a settimana?',
      about: "Settimane da lunedì a domenica. L'ultima è incompleta.",
    },
    'centrale-monthly': { title: 'Quanto al mese?', about: "Mesi di calendario. L'ultimo è incompleto." },
    'centrale-night': {
      title: 'Che cosa consumiamo di notte per niente?',
      about:
        'Potenza mediana tra le 1 e le 5, ora del sito, contatori impilati: ciò che non si ferma mai. Errata se un turno lavora di notte.',
    },
    'centrale-bill': {
      title: 'Quali letture per la bolletta?',
      about:
        'Lettura alla fine di ogni mese locale; quella iniziale è la fine del mese prima. La differenza è il consumo, salvo azzeramento o cambio del contatore: il consumo resta giusto.',
    },
    'devicev01-now': {
      title: 'Che cosa misurano i sensori adesso?',
      about: "Ultimo valore nel periodo. Guardate l'ora: un sensore muto conserva l'ultimo valore.",
    },
    'devicev01-temperature': {
      title: 'Come va la temperatura?',
      about: 'Media per intervallo e sensore. Linea interrotta: nessuna misura.',
    },
    'devicev01-temperature-days': {
      title: 'Temperatura: quali estremi al giorno?',
      about: 'Minimo, media e massimo di tutti i sensori scelti. Un sensore al sole falsa il massimo.',
    },
    'devicev01-humidity-days': {
      title: 'Umidità: quali estremi al giorno?',
      about: 'Minimo, media e massimo. Poco sopra il 100 % con la nebbia è normale per queste sonde.',
    },
    'devicev01-pressure-days': {
      title: 'Pressione atmosferica: quali estremi al giorno?',
      about: "Pressione all'altitudine del sensore, non ridotta al livello del mare.",
    },
    'devicev01-spread': {
      title: 'Quali temperature sono frequenti?',
      about: 'Misure per fascia di temperatura. Un sensore che invia più spesso pesa di più.',
    },
    'devicev01-signal': {
      title: 'I sensori si ricevono bene?',
      about:
        'Forza media del segnale (RSSI). Più vicino a 0 è meglio; sotto -120 dBm si perdono misure. Contano solo le misure ricevute.',
    },
    'devicev01-radio': {
      title: 'Quale sensore è messo male?',
      about: "Segnale medio e più debole, rapporto segnale/rumore medio: sotto -10 dB spostate il sensore o l'antenna.",
    },
    'health-complete': {
      title: 'Quale parte delle misure è arrivata?',
      about:
        'Misure ricevute su quelle attese. Un sensore mai sentito non è atteso, e un silenzio conta solo quando finisce.',
    },
    'health-missing-count': {
      title: 'Quante misure mancano?',
      about: "Somma dei vuoti in periodi di misura. Un silenzio in corso non c'è ancora.",
    },
    'health-rejected-count': {
      title: 'Quante misure sono state rifiutate?',
      about:
        'Misure illeggibili o impossibili nel periodo, ciascuna una volta, anche se rigiocata da allora. Due gateway affiancati la contano due volte.',
    },
    'health-room': {
      title: 'Quanti giorni al limite degli shard?',
      about:
        '(Limite - shard) / shard creati al giorno, rilevati dal servizio di esercizio. Vuoto: non gira da due giorni. Sotto 30 giorni compattate o cancellate vecchi indici.',
    },
    'health-missing': {
      title: 'Quale sensore mancava, e in quale giorno?',
      about: 'Quota delle misure attese che mancano. Casella vuota: quel giorno né misure né interpolazione.',
    },
    'health-days': {
      title: 'Attese, ricevute, mancanti?',
      about: 'Per sensore nel periodo. Un vuoto a cavallo di mezzanotte conta una volta al giorno.',
    },
    'health-received': {
      title: 'Quando arrivano le misure?',
      about:
        'Misure di tutti i sensori scelti, secondo la loro ora. Un calo profondo è la catena, uno piccolo un sensore.',
    },
    'health-flags': {
      title: 'Che cosa è anomalo nelle misure?',
      about: 'Misure con almeno una segnalazione, per tipo. Una misura può averne più di una.',
    },
    'health-sensors': {
      title: 'Quale sensore richiede attenzione?',
      about:
        "Segnale radio; ritardo tra l'ora del sensore e la ricezione: sotto 0 l'orologio è avanti almeno di tanto; sempre lungo: è indietro, o la rete è lenta. Misure segnalate come avanti, in ritardo, senza orologio.",
    },
    'health-incidents': {
      title: 'Quali silenzi e guasti?',
      about: "Incidenti diversi dalle perdite, nel giorno d'inizio. Nulla finché il servizio di allarme non gira.",
    },
    'health-rejected': {
      title: 'Quando e perché si rifiutano misure?',
      about: 'Per giorno del rifiuto e motivo.',
    },
    'health-rejected-topics': {
      title: 'Chi invia misure rifiutate?',
      about:
        "Per topic MQTT, perché una misura illeggibile non nomina il sensore. Il filtro dei sensori segue l'ultimo livello del topic.",
    },
  },
  notes: {
    'dead-letters': {
      title: 'Che fare delle misure rifiutate?',
      text: 'Aspettano nella coda ActiveMQ **<customer>.<type>.rejected**, intere e con il motivo.\n\n- Vederle: `npm run rejected -- list --type air`\n- Corretto? Rigiocarle: `npm run rejected -- replay --type air --reason wrong-type`\n- Altrimenti scartarle: `npm run rejected -- discard --type air --reason wrong-type`',
    },
  },
  labels: {
    airPressure: 'Pressione atm.',
    average: 'Media',
    clockAhead: 'Orologio avanti',
    consumption: 'Consumo',
    dayFlagged: 'giorno segnalato',
    dayOrdinary: 'giorno ordinario',
    daysLeft: 'Giorni rimasti',
    delay: 'Ritardo mediano',
    delayLowest: 'Ritardo più breve',
    device: 'Sensore',
    endIndex: 'Lettura finale',
    expected: 'Attese',
    flag: 'Segnalazione',
    gaps: 'Vuoti',
    highest: 'Massimo',
    hour: 'Ora',
    humidity: 'Umidità',
    incidents: 'Incidenti',
    kindPipeline: 'catena ferma',
    kindSilent: 'sensore muto',
    lastLeak: 'Ultima perdita',
    lastReading: 'Ultima misura',
    lastRejection: 'Ultimo rifiuto',
    late: 'In ritardo',
    leaks: 'Perdite',
    leaksOpen: 'Perdite aperte',
    lowest: 'Minimo',
    lowestPressure: 'Pressione più bassa',
    margin: 'Margine',
    missing: 'Mancanti',
    missingShare: 'Quota mancante',
    month: 'Mese',
    noClock: 'Senza orologio',
    noiseRatio: 'Segnale/rumore',
    openingPressure: 'Apertura',
    power: 'Potenza',
    pressure: 'Pressione',
    readings: 'Misure',
    reason: 'Motivo',
    received: 'Misure ricevute',
    rejected: 'Rifiutate',
    resets: 'Azzeramenti',
    signal: 'Segnale',
    signalLimit: 'limite utile',
    signalLowest: 'Segnale più debole',
    stateAcknowledged: 'presa in carico',
    stateClosed: 'chiusa',
    stateOpen: 'aperta',
    temperature: 'Temperatura',
    temperatureAxis: 'Temperatura (°C)',
    time: 'Data',
    timeBelow: "Tempo sotto l'apertura",
    today: 'Oggi',
    topic: 'Topic MQTT',
    weekBefore: '7 giorni fa',
    weekday: 'Giorno',
  },
  flags: {
    late: 'in ritardo',
    'clock-drift': 'orologio avanti',
    'ambiguous-time': 'ora doppia (autunno)',
    'nonexistent-time': 'ora mancante (primavera)',
    'no-clock': 'senza orologio',
    'first-reading': 'prima misura',
    'counter-reset': 'azzeramento',
    'counter-drop': 'lettura calata',
    dip: 'lieve calo',
    wrap: 'fine contatore',
    'meter-swap': 'contatore sostituito',
    spike: 'valore scartato',
    interpolated: 'interpolata',
  },
  reasons: {
    'too-large': 'troppo grande',
    'invalid-utf8': 'UTF-8 non valido',
    'invalid-json': 'JSON non valido',
    'not-an-object': 'non è un oggetto',
    'too-deep': 'troppo annidata',
    'wrong-type': 'tipo errato',
    'control-characters': 'caratteri di controllo',
    'unknown-unit': 'unità sconosciuta',
    'out-of-range': 'valore impossibile',
    'invalid-time': 'ora non valida',
    'time-out-of-range': 'ora fuori dai limiti',
    'retained-without-time': 'trattenuta da MQTT, senza ora',
    'refused-by-elasticsearch': 'rifiutata da Elasticsearch',
  },
  weekdays: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'],
  days: 'giorni',
  ranges: [
    'Oggi',
    'Ieri',
    'Questa settimana',
    'La settimana scorsa',
    'Questo mese',
    'Il mese scorso',
    'Ultimi 7 giorni',
    'Ultimi 30 giorni',
    'Ultimi 12 mesi',
  ],
  live: 'In diretta',
  views: {
    readings: 'misure',
    days: 'registro giornaliero',
    incidents: 'incidenti',
    rejected: 'misure rifiutate',
    health: 'spazio rimasto',
    all: 'tutti i sensori',
  },
  preview: 'Anteprima disegnata dalle stesse definizioni, su misure simulate. Kibana la mostra in altro modo.',
};
