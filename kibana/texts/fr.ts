import type { Catalogue } from './catalogue.ts';

/** The source of the keys: the other languages must have the same. */
export const fr = {
  dashboards: {
    air: {
      title: 'Air comprimé : la pression tient-elle ?',
      about: "Pression de chaque capteur par rapport à sa pression d'ouverture, et fuites.",
      link: 'Air',
    },
    centrale: {
      title: 'Électricité : combien avons-nous consommé ?',
      about: 'Consommation par jour, semaine et mois, courbe de charge et index pour la facture.',
      link: 'Électricité',
    },
    devicev01: {
      title: 'Météo : que mesurent les capteurs devicev01 ?',
      about: 'Température, humidité, pression atmosphérique et qualité du signal radio.',
      link: 'Météo',
    },
    health: {
      title: 'Données : sont-elles complètes ?',
      about: "Pour l'informatique : mesures reçues, manquantes et refusées, horloges, signal, place restante.",
      link: 'Données',
    },
  },
  panels: {
    'air-now': {
      title: 'Où en est la pression maintenant ?',
      about:
        "Dernière valeur de chaque capteur dans la période choisie. Regardez l'heure de la mesure : un capteur muet garde sa dernière valeur.",
    },
    'air-leaks-open': {
      title: 'Combien de fuites sont ouvertes ?',
      about: 'Fuites non closes, prises en charge ou non, depuis un an. 0 ne dit rien si un capteur est muet.',
    },
    'air-leaks-count': {
      title: 'Combien de fuites dans la période ?',
      about: 'Fuites commencées dans la période choisie, closes ou non.',
    },
    'air-pressure': {
      title: "La pression reste-t-elle au-dessus de l'ouverture ?",
      about:
        "Pression la plus basse de chaque intervalle, et pression d'ouverture du même capteur. Une ligne interrompue : pas de mesure.",
    },
    'air-margin': {
      title: "Quelle marge reste-t-il au-dessus de l'ouverture ?",
      about:
        "Pression moins pression d'ouverture, au plus bas de chaque intervalle. Sous 0 : sous l'ouverture. Sans pression d'ouverture connue, pas de marge.",
    },
    'air-below': {
      title: "Combien de temps sous l'ouverture ?",
      about:
        "Nombre de mesures sous l'ouverture, multiplié par la période entre deux mesures : une estimation. Trop basse quand des mesures manquent.",
    },
    'air-leaks': {
      title: 'Quand y a-t-il eu des fuites ?',
      about: 'Chaque fuite compte le jour de son début, avec son état actuel.',
    },
    'air-leaks-worst': {
      title: 'Quel réseau fuit le plus ?',
      about: 'Fuites par capteur, pression la plus basse atteinte et début de la dernière.',
    },
    'air-night': {
      title: 'Jusqu’où la pression descend-elle la nuit ?',
      about:
        "Plus basse pression entre 1 h et 5 h, heure du site. Une baisse d'une nuit à l'autre annonce une fuite, ou un compresseur arrêté.",
    },
    'air-heat': {
      title: 'À quelles heures la marge est-elle faible ?',
      about:
        'Marge moyenne par heure et jour de semaine, heure du site. Une moyenne cache les chutes courtes. Choisissez au moins deux semaines.',
    },
    'centrale-today': {
      title: "Combien avons-nous consommé aujourd'hui ?",
      about: 'Depuis minuit, tous les compteurs choisis, selon le journal quotidien.',
    },
    'centrale-month': {
      title: 'Combien ce mois-ci ?',
      about: "Depuis le premier du mois jusqu'à la dernière mesure.",
    },
    'centrale-share': {
      title: 'Qui consomme combien ?',
      about: 'Part de chaque compteur dans la période. Un sous-compteur serait compté deux fois.',
    },
    'centrale-daily': {
      title: 'Combien par jour ?',
      about:
        'Jours locaux. Orange : la part des compteurs dont le jour est signalé (mesures manquantes interpolées, remise à zéro, valeur écartée) ; leur total peut différer du compteur.',
    },
    'centrale-compare': {
      title: "Aujourd'hui ressemble-t-il au même jour la semaine passée ?",
      about:
        "Consommation par heure. Après une interruption, toute l'énergie tombe dans l'heure du retour. L'heure en cours est incomplète.",
    },
    'centrale-load': {
      title: 'Quelle puissance appelons-nous ?',
      about:
        'Puissance moyenne par intervalle, compteurs empilés. Une moyenne cache les pointes courtes : réduisez la période pour les voir.',
    },
    'centrale-weekly': {
      title: 'Combien par semaine ?',
      about: 'Semaines du lundi au dimanche. La dernière est incomplète.',
    },
    'centrale-monthly': { title: 'Combien par mois ?', about: 'Mois du calendrier. Le dernier est incomplet.' },
    'centrale-night': {
      title: 'Que consommons-nous la nuit pour rien ?',
      about:
        'Puissance médiane entre 1 h et 5 h, heure du site, compteurs empilés : ce qui ne s’arrête jamais. Fausse si une équipe travaille la nuit.',
    },
    'centrale-bill': {
      title: 'Quels index pour la facture ?',
      about:
        'Index à la fin de chaque mois local ; celui du début est la fin du mois précédent. Leur différence est la consommation, sauf remise à zéro ou changement de compteur : la consommation reste juste.',
    },
    'devicev01-now': {
      title: 'Que mesurent les capteurs maintenant ?',
      about: "Dernière valeur dans la période choisie. Regardez l'heure : un capteur muet garde sa dernière valeur.",
    },
    'devicev01-temperature': {
      title: 'Comment évolue la température ?',
      about: 'Moyenne par intervalle et par capteur. Une ligne interrompue : pas de mesure.',
    },
    'devicev01-temperature-days': {
      title: 'Température : quels extrêmes par jour ?',
      about: 'Minimum, moyenne et maximum de tous les capteurs choisis. Un capteur au soleil fausse le maximum.',
    },
    'devicev01-humidity-days': {
      title: 'Humidité : quels extrêmes par jour ?',
      about: 'Minimum, moyenne et maximum. Un peu plus de 100 % par brouillard est normal pour ces sondes.',
    },
    'devicev01-pressure-days': {
      title: 'Pression atmosphérique : quels extrêmes par jour ?',
      about: "Pression à l'altitude du capteur, non ramenée au niveau de la mer.",
    },
    'devicev01-spread': {
      title: 'Quelles températures sont fréquentes ?',
      about: 'Nombre de mesures par tranche de température. Un capteur qui envoie plus souvent pèse plus.',
    },
    'devicev01-signal': {
      title: 'Les capteurs sont-ils bien reçus ?',
      about:
        'Force moyenne du signal (RSSI). Plus près de 0 est mieux ; sous -120 dBm des mesures se perdent. Seules les mesures reçues comptent.',
    },
    'devicev01-radio': {
      title: 'Quel capteur est mal placé ?',
      about:
        'Signal moyen et le plus faible, rapport signal/bruit moyen : sous -10 dB, déplacez le capteur ou l’antenne.',
    },
    'health-complete': {
      title: 'Quelle part des mesures est arrivée ?',
      about:
        'Mesures reçues sur mesures attendues. Un capteur jamais entendu n’est pas attendu, et un silence en cours ne compte qu’à son retour.',
    },
    'health-missing-count': {
      title: 'Combien de mesures manquent ?',
      about: 'Somme des trous entre deux mesures, en périodes de mesure. Un silence en cours n’y est pas encore.',
    },
    'health-rejected-count': {
      title: 'Combien de mesures refusées ?',
      about:
        'Mesures illisibles ou impossibles dans la période, chacune une fois, même si elle a été rejouée depuis. Deux passerelles côte à côte la comptent deux fois.',
    },
    'health-room': {
      title: 'Combien de jours avant la limite de shards ?',
      about:
        "(Limite - shards) / shards créés par jour, relevé par le service d'exploitation. Vide : il ne tourne pas depuis deux jours. Sous 30 jours, compactez ou supprimez d'anciens index.",
    },
    'health-missing': {
      title: 'Quel capteur a manqué, et quel jour ?',
      about: 'Part des mesures attendues qui manquent. Une case vide : aucune mesure ni interpolation ce jour-là.',
    },
    'health-days': {
      title: 'Attendues, reçues, manquantes ?',
      about: 'Par capteur dans la période. Un trou à cheval sur minuit compte une fois par jour.',
    },
    'health-received': {
      title: 'Quand les mesures arrivent-elles ?',
      about:
        'Mesures de tous les capteurs choisis, selon leur propre heure. Un creux profond : la chaîne ; un petit : un capteur.',
    },
    'health-flags': {
      title: 'Quelles anomalies sont signalées ?',
      about: 'Mesures avec au moins un signalement, par sorte. Une mesure peut en avoir plusieurs.',
    },
    'health-sensors': {
      title: "Quel capteur a besoin d'attention ?",
      about:
        "Signal radio ; délai entre l'heure du capteur et la réception : sous 0, l'horloge avance d'au moins autant ; un délai toujours long : elle retarde, ou le réseau est lent. Mesures signalées en avance, en retard, sans horloge.",
    },
    'health-incidents': {
      title: 'Quels silences et quelles pannes ?',
      about: 'Incidents hors fuites, au jour de leur début. Rien tant que l’alerte ne tourne pas.',
    },
    'health-rejected': {
      title: 'Quand et pourquoi des mesures sont-elles refusées ?',
      about: 'Par jour du refus et raison.',
    },
    'health-rejected-topics': {
      title: 'Qui envoie des mesures refusées ?',
      about:
        'Par topic MQTT, car une mesure illisible ne nomme pas son capteur. Le filtre des capteurs suit le dernier niveau du topic.',
    },
  },
  notes: {
    'dead-letters': {
      title: 'Que faire des mesures refusées ?',
      text: "Elles attendent dans la file **<customer>.<type>.rejected** d'ActiveMQ, entières et avec la raison.\n\n- Les voir : `npm run rejected -- list --type air`\n- Corrigé ? Les rejouer : `npm run rejected -- replay --type air --reason wrong-type`\n- Sinon les jeter : `npm run rejected -- discard --type air --reason wrong-type`",
    },
  },
  labels: {
    airPressure: 'Pression atm.',
    average: 'Moyenne',
    clockAhead: 'Horloge en avance',
    consumption: 'Consommation',
    dayFlagged: 'jour signalé',
    dayOrdinary: 'jour ordinaire',
    daysLeft: 'Jours restants',
    delay: 'Délai médian',
    delayLowest: 'Délai le plus court',
    device: 'Capteur',
    endIndex: 'Index de fin',
    expected: 'Attendues',
    flag: 'Signalement',
    gaps: 'Trous',
    highest: 'Maximum',
    hour: 'Heure',
    humidity: 'Humidité',
    incidents: 'Incidents',
    kindPipeline: 'chaîne en panne',
    kindSilent: 'capteur muet',
    lastLeak: 'Dernière fuite',
    lastReading: 'Dernière mesure',
    lastRejection: 'Dernier refus',
    late: 'En retard',
    leaks: 'Fuites',
    leaksOpen: 'Fuites ouvertes',
    lowest: 'Minimum',
    lowestPressure: 'Pression la plus basse',
    margin: 'Marge',
    missing: 'Manquantes',
    missingShare: 'Part manquante',
    month: 'Mois',
    noClock: 'Sans horloge',
    noiseRatio: 'Signal/bruit',
    openingPressure: 'Ouverture',
    power: 'Puissance',
    pressure: 'Pression',
    readings: 'Mesures',
    reason: 'Raison',
    received: 'Mesures reçues',
    rejected: 'Refusées',
    resets: 'Remises à zéro',
    signal: 'Signal',
    signalLimit: 'limite utile',
    signalLowest: 'Signal le plus faible',
    stateAcknowledged: 'prise en charge',
    stateClosed: 'close',
    stateOpen: 'ouverte',
    temperature: 'Température',
    temperatureAxis: 'Température (°C)',
    time: 'Date',
    timeBelow: "Temps sous l'ouverture",
    today: "Aujourd'hui",
    topic: 'Topic MQTT',
    weekBefore: 'Il y a 7 jours',
    weekday: 'Jour',
  },
  flags: {
    late: 'en retard',
    'clock-drift': 'horloge en avance',
    'ambiguous-time': 'heure double (automne)',
    'nonexistent-time': 'heure inexistante (printemps)',
    'no-clock': 'sans horloge',
    'first-reading': 'première mesure',
    'counter-reset': 'remise à zéro',
    'counter-drop': 'index en baisse',
    dip: 'léger recul',
    wrap: 'fin de compteur',
    'meter-swap': 'compteur changé',
    spike: 'valeur écartée',
    interpolated: 'interpolée',
  },
  reasons: {
    'too-large': 'trop grande',
    'invalid-utf8': 'UTF-8 invalide',
    'invalid-json': 'JSON invalide',
    'not-an-object': 'pas un objet',
    'too-deep': 'trop imbriquée',
    'wrong-type': 'type faux',
    'control-characters': 'caractères de contrôle',
    'unknown-unit': 'unité inconnue',
    'out-of-range': 'valeur impossible',
    'invalid-time': 'heure invalide',
    'time-out-of-range': 'heure hors limites',
    'retained-without-time': 'retenue par MQTT, sans heure',
    'refused-by-elasticsearch': 'refusée par Elasticsearch',
  },
  weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  days: 'jours',
  ranges: [
    "Aujourd'hui",
    'Hier',
    'Cette semaine',
    'La semaine dernière',
    'Ce mois',
    'Le mois dernier',
    '7 derniers jours',
    '30 derniers jours',
    '12 derniers mois',
  ],
  live: 'En direct',
  views: {
    readings: 'mesures',
    days: 'journal quotidien',
    incidents: 'incidents',
    rejected: 'mesures refusées',
    health: 'place restante',
    all: 'tous les capteurs',
  },
  preview: "Aperçu dessiné à partir des mêmes définitions, sur des mesures simulées. Kibana l'affiche autrement.",
} as const satisfies Catalogue;
