import type { DrillTexts } from './texts.ts';

export const en: DrillTexts = {
  name: 'Drill',
  passed: 'Drill passed, nothing to do: readings and mails get through',
  failed: (hop) => `Drill failed, tell IT (stopped at: ${hop})`,
  thisIsADrill: 'This is a drill of the monitoring, not an alert.',
  askIt: 'The test reading did not get all the way: pass this mail on to IT.',
  isRepeated: 'The drill is repeated by itself until one gets through.',
  failedBefore: (count, since) =>
    count === 1
      ? `The drill before this one, ${since}, failed.`
      : `${count} drills before this one failed, the first ${since}.`,
  weekUnknown: 'The figures of the week could not be read.',
  hops: {
    mqtt: 'MQTT broker',
    gateway: 'gateway',
    store: 'database',
    announcement: 'announcement',
    'live-page': 'live page',
  },
  skipped: 'not followed',
  labels: {
    reading: 'Test reading',
    notArrived: 'not arrived',
    deadLetters: 'Refused readings',
    outages: 'Monitoring down',
    leaks: 'Leaks',
    energy: 'Electricity',
    cost: 'Cost of leaks',
  },
  sensorTypes: { air: 'compressed air', centrale: 'electricity', devicev01: 'weather' },
  readingsOf: (sensorType) => `Readings, ${sensorType}`,
  ofExpected: (expected, missing) => `of ${expected} expected, ${missing} missing`,
  deadLettersWait: 'wait for IT to look at them',
  none: 'none',
  altogether: (duration) => `${duration} altogether`,
  lowest: (pressure) => `lowest ${pressure}`,
  estimate: 'estimate',
  days: (from, to) => `${from} to ${to}`,
  silence: (weekday, time, contact) =>
    `This mail comes every ${weekday} at about ${time}. If it does not, the monitoring may no longer work: call ${contact}.`,
  it: 'IT',
};
