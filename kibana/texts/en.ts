import type { Texts } from './index.ts';

export const en: Texts = {
  dashboards: {
    air: {
      title: 'Compressed air: does the pressure hold?',
      about: 'Pressure of each sensor against its opening pressure, and leaks.',
      link: 'Air',
    },
    centrale: {
      title: 'Electricity: how much did we use?',
      about: 'Consumption per day, week and month, load curve and indices for the bill.',
      link: 'Electricity',
    },
    devicev01: {
      title: 'Weather: what do the devicev01 sensors measure?',
      about: 'Temperature, humidity, air pressure and radio signal.',
      link: 'Weather',
    },
    health: {
      title: 'Data: are they complete?',
      about: 'For IT: readings received, missing and refused, clocks, signal, room left.',
      link: 'Data',
    },
  },
  panels: {
    'air-now': {
      title: 'What is the pressure now?',
      about:
        'Latest value of each sensor in the chosen period. Look at the time of the reading: a silent sensor keeps its last value.',
    },
    'air-leaks-open': {
      title: 'How many leaks are open?',
      about:
        'Leaks that are not closed, acknowledged or not, of the last year. 0 says nothing while a sensor is silent.',
    },
    'air-leaks-count': {
      title: 'How many leaks in the period?',
      about: 'Leaks that began in the chosen period, closed or not.',
    },
    'air-pressure': {
      title: 'Does the pressure stay above opening?',
      about:
        'Lowest pressure of each interval, and the opening pressure of the same sensor. A broken line: no reading.',
    },
    'air-margin': {
      title: 'How much margin is left above opening?',
      about:
        'Pressure minus opening pressure, lowest of each interval. Below 0 is below opening. Without a known opening pressure there is no margin.',
    },
    'air-below': {
      title: 'How long below opening?',
      about:
        'Readings below opening times the period between two readings: an estimate. Too low when readings are missing.',
    },
    'air-leaks': {
      title: 'When were there leaks?',
      about: 'Each leak counts on the day it began, with its present state.',
    },
    'air-leaks-worst': {
      title: 'Which network leaks most?',
      about: 'Leaks per sensor, the lowest pressure reached, and when the last one began.',
    },
    'air-night': {
      title: 'How low does the pressure get at night?',
      about:
        "Lowest pressure from 1:00 to 5:00, the site's clock. Lower from night to night means a leak, or a compressor that is off.",
    },
    'air-heat': {
      title: 'At what hours is the margin small?',
      about: "Mean margin per hour and weekday, the site's clock. A mean hides short drops. Choose two weeks or more.",
    },
    'centrale-today': {
      title: 'How much did we use today?',
      about: 'Since midnight, all chosen meters, from the daily ledger.',
    },
    'centrale-month': {
      title: 'How much this month?',
      about: 'Since the first of the month, up to the latest reading.',
    },
    'centrale-share': {
      title: 'Who uses how much?',
      about: 'Share of each meter in the period. A sub-meter would count twice.',
    },
    'centrale-daily': {
      title: 'How much per day?',
      about:
        'Local days. Orange: the part of the meters whose day is flagged (missing readings interpolated, reset, value set aside); their total may differ from the meter.',
    },
    'centrale-compare': {
      title: 'Is today like the same weekday last week?',
      about:
        'Consumption per hour. After an interruption all the energy falls into the hour of return. The present hour is incomplete.',
    },
    'centrale-load': {
      title: 'How much power do we draw?',
      about: 'Mean power per interval, meters stacked. A mean hides short peaks: zoom in to see them.',
    },
    'centrale-weekly': {
      title: 'How much per week?',
      about: 'Weeks from Monday to Sunday. The last one is incomplete.',
    },
    'centrale-monthly': { title: 'How much per month?', about: 'Calendar months. The last one is incomplete.' },
    'centrale-night': {
      title: 'What runs at night for nothing?',
      about:
        "Median power from 1:00 to 5:00, the site's clock, meters stacked: what never stops. Wrong where a shift works at night.",
    },
    'centrale-bill': {
      title: 'Which indices are on the bill?',
      about:
        'Index at the end of each local month; that of the start is the end of the month before. Their difference is the consumption, unless the meter was reset or swapped: the consumption is right all the same.',
    },
    'devicev01-now': {
      title: 'What do the sensors measure now?',
      about: 'Latest value in the chosen period. Look at the time: a silent sensor keeps its last value.',
    },
    'devicev01-temperature': {
      title: 'How does the temperature go?',
      about: 'Mean per interval and sensor. A broken line: no reading.',
    },
    'devicev01-temperature-days': {
      title: 'Temperature: which extremes per day?',
      about: 'Lowest, mean and highest of all chosen sensors. A sensor in the sun spoils the highest.',
    },
    'devicev01-humidity-days': {
      title: 'Humidity: which extremes per day?',
      about: 'Lowest, mean and highest. A little above 100 % in fog is normal for these probes.',
    },
    'devicev01-pressure-days': {
      title: 'Air pressure: which extremes per day?',
      about: "Pressure at the sensor's altitude, not reduced to sea level.",
    },
    'devicev01-spread': {
      title: 'Which temperatures are frequent?',
      about: 'Readings per step of temperature. A sensor that sends more often weighs more.',
    },
    'devicev01-signal': {
      title: 'Are the sensors well heard?',
      about:
        'Mean signal strength (RSSI). Nearer to 0 is better; below -120 dBm readings get lost. Only readings that arrived count.',
    },
    'devicev01-radio': {
      title: 'Which sensor is badly placed?',
      about: 'Mean and weakest signal, mean signal-to-noise ratio: below -10 dB, move the sensor or the antenna.',
    },
    'health-complete': {
      title: 'What share of the readings arrived?',
      about:
        'Readings received of those expected. A sensor never heard is not expected, and a silence counts only once it is over.',
    },
    'health-missing-count': {
      title: 'How many readings are missing?',
      about: 'Sum of the gaps between readings, in reading periods. A silence that lasts is not in it yet.',
    },
    'health-rejected-count': {
      title: 'How many readings were refused?',
      about:
        'Unreadable or impossible readings in the period, each once, even if it was replayed since. Two gateways side by side count it twice.',
    },
    'health-room': {
      title: 'How many days until the shard limit?',
      about:
        '(Limit - shards) / shards that a day adds, recorded by the operations service. Empty: it has not run for two days. Below 30 days compact or delete old indices.',
    },
    'health-missing': {
      title: 'Which sensor was missing, and which day?',
      about:
        'Share of the expected readings that are missing. An empty cell: neither readings nor interpolation that day.',
    },
    'health-days': {
      title: 'Expected, received, missing?',
      about: 'Per sensor in the period. A gap across midnight counts once per day.',
    },
    'health-received': {
      title: 'When do readings arrive?',
      about: 'Readings of all chosen sensors, by their own time. A deep dip is the pipeline, a small one is a sensor.',
    },
    'health-flags': {
      title: 'What is odd about the readings?',
      about: 'Readings with at least one flag, by kind. A reading may have several.',
    },
    'health-sensors': {
      title: 'Which sensor needs attention?',
      about:
        "Radio signal; delay between the sensor's time and the reception: below 0 the clock is ahead by at least so much; a delay that is always long: it is behind, or the network is slow. Readings flagged as ahead, late, without a clock.",
    },
    'health-incidents': {
      title: 'Which silences and outages?',
      about: 'Incidents other than leaks, on the day they began. Nothing while the alerter does not run.',
    },
    'health-rejected': {
      title: 'When and why are readings refused?',
      about: 'By the day of the refusal and by reason.',
    },
    'health-rejected-topics': {
      title: 'Who sends readings that are refused?',
      about:
        "By MQTT topic, as an unreadable reading names no sensor. The filter of sensors goes by the topic's last level.",
    },
  },
  notes: {
    'dead-letters': {
      title: 'What to do with refused readings?',
      text: 'They wait in the ActiveMQ queue **<customer>.<type>.rejected**, whole and with the reason.\n\n- See them: `npm run rejected -- list --type air`\n- Mended? Replay them: `npm run rejected -- replay --type air --reason wrong-type`\n- Else discard them: `npm run rejected -- discard --type air --reason wrong-type`',
    },
  },
  labels: {
    airPressure: 'Air pressure',
    average: 'Mean',
    clockAhead: 'Clock ahead',
    consumption: 'Consumption',
    dayFlagged: 'flagged day',
    dayOrdinary: 'ordinary day',
    daysLeft: 'Days left',
    delay: 'Median delay',
    delayLowest: 'Shortest delay',
    device: 'Sensor',
    endIndex: 'End index',
    expected: 'Expected',
    flag: 'Flag',
    gaps: 'Gaps',
    highest: 'Highest',
    hour: 'Hour',
    humidity: 'Humidity',
    incidents: 'Incidents',
    kindPipeline: 'pipeline down',
    kindSilent: 'sensor silent',
    lastLeak: 'Last leak',
    lastReading: 'Last reading',
    lastRejection: 'Last refusal',
    late: 'Late',
    leaks: 'Leaks',
    leaksOpen: 'Open leaks',
    lowest: 'Lowest',
    lowestPressure: 'Lowest pressure',
    margin: 'Margin',
    missing: 'Missing',
    missingShare: 'Share missing',
    month: 'Month',
    noClock: 'No clock',
    noiseRatio: 'Signal/noise',
    openingPressure: 'Opening',
    power: 'Power',
    pressure: 'Pressure',
    readings: 'Readings',
    reason: 'Reason',
    received: 'Readings received',
    rejected: 'Refused',
    resets: 'Resets',
    signal: 'Signal',
    signalLimit: 'useful limit',
    signalLowest: 'Weakest signal',
    stateAcknowledged: 'acknowledged',
    stateClosed: 'closed',
    stateOpen: 'open',
    temperature: 'Temperature',
    temperatureAxis: 'Temperature (°C)',
    time: 'Date',
    timeBelow: 'Time below opening',
    today: 'Today',
    topic: 'MQTT topic',
    weekBefore: '7 days ago',
    weekday: 'Day',
  },
  flags: {
    late: 'late',
    'clock-drift': 'clock ahead',
    'ambiguous-time': 'hour that occurs twice',
    'nonexistent-time': 'hour that is missing',
    'no-clock': 'no clock',
    'first-reading': 'first reading',
    'counter-reset': 'reset',
    'counter-drop': 'index fell',
    dip: 'small dip',
    wrap: 'register wrapped',
    'meter-swap': 'meter swapped',
    spike: 'value set aside',
    interpolated: 'interpolated',
  },
  reasons: {
    'too-large': 'too large',
    'invalid-utf8': 'invalid UTF-8',
    'invalid-json': 'invalid JSON',
    'not-an-object': 'not an object',
    'too-deep': 'nested too deep',
    'wrong-type': 'wrong type',
    'control-characters': 'control characters',
    'unknown-unit': 'unknown unit',
    'out-of-range': 'impossible value',
    'invalid-time': 'invalid time',
    'time-out-of-range': 'time out of range',
    'retained-without-time': 'retained by MQTT, no time',
    'refused-by-elasticsearch': 'refused by Elasticsearch',
  },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  days: 'days',
  ranges: [
    'Today',
    'Yesterday',
    'This week',
    'Last week',
    'This month',
    'Last month',
    'Last 7 days',
    'Last 30 days',
    'Last 12 months',
  ],
  live: 'Live',
  views: {
    readings: 'readings',
    days: 'daily ledger',
    incidents: 'incidents',
    rejected: 'refused readings',
    health: 'room left',
    all: 'all sensors',
  },
  preview: 'Preview drawn from the same definitions, on simulated readings. Kibana shows it differently.',
};
