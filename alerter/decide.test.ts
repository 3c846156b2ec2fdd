import { describe, expect, it } from 'vitest';
import type { Incident, Outage, StoredIncident } from '../shared/incidents/incident.ts';
import { type DecisionSettings, decide, type Step } from './decide.ts';
import { Watch } from './evaluate/watch.ts';
import { at, evaluation, iso, readings } from './fakes/readings.ts';
import { never } from './planned-off.ts';

const settings: DecisionSettings = {
  leakAfterSeconds: 90,
  silentAfterSeconds: 300,
  pollSeconds: 30,
  remindAfterSeconds: 3600,
  quietHours: never,
  plannedOff: never,
};
const leaking = [5.5, 5.4, 5.3, 5.2, 5.1];
const leak: Incident = {
  kind: 'leak',
  deviceId: '1',
  device: 'air-1',
  state: 'open',
  openedAt: iso(0),
  updatedAt: iso(90),
  lowestPressure: 5.1,
  lastReadingAt: iso(120),
  mails: [{ kind: 'leak-opened', decidedAt: iso(90) }],
};
const silence: Incident = { ...leak, kind: 'sensor-silent', mails: [{ kind: 'sensor-silent', decidedAt: iso(400) }] };
const outage: Incident = { kind: 'pipeline-down', state: 'open', openedAt: iso(0), updatedAt: iso(400), mails: [] };
const stored = (incident: Incident): StoredIncident => ({
  id: incident.kind,
  index: 'alerts',
  version: { seqNo: 1, primaryTerm: 1 },
  incident,
});
const watching = (...pages: ReturnType<typeof readings>[]): Watch => {
  const watch = new Watch(evaluation, at(0));
  for (const page of pages) watch.take(page);
  return watch;
};

/** What, of what, and the mail that it brings. */
const told = (step: Step): string => {
  const incident = step.do === 'adopt' ? step.stored.incident : step.incident;
  return [step.do, incident.kind, incident.state, incident.mails.at(-1)?.kind, incident.late ? 'late' : undefined]
    .filter((word) => word !== undefined)
    .join(' ');
};

interface Case {
  readonly watch: Watch;
  readonly open?: readonly Incident[];
  readonly now: number;
  readonly silence?: Outage | undefined;
  readonly steps: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'all is well': { watch: watching(readings('1', 0, [7, 7])), now: 40, steps: [] },
  'a leak that nobody has recorded': {
    watch: watching(readings('1', 0, leaking)),
    now: 130,
    steps: ['create leak open leak-opened'],
  },
  'a leak whose readings arrive long after': {
    watch: watching(readings('1', 0, leaking)),
    now: 4000,
    silence: undefined,
    steps: ['create leak open leak-opened late'],
  },
  'a leak that is recorded': { watch: watching(readings('1', 0, leaking)), open: [leak], now: 130, steps: [] },
  'a recorded leak that gets worse': {
    watch: watching(readings('1', 0, [...leaking, 4])),
    open: [leak],
    now: 160,
    steps: ['replace leak open leak-opened'],
  },
  'a recorded leak that nobody took care of': {
    watch: watching(readings('1', 0, leaking)),
    open: [leak],
    now: 90 + 3600,
    silence: undefined,
    steps: ['replace leak open leak-reminder-1'],
  },
  'a recorded leak that is over': {
    watch: watching(readings('1', 0, [...leaking, 6.5, 6.5, 6.5, 6.5])),
    open: [leak],
    now: 260,
    steps: ['replace leak closed leak-recovered'],
  },
  'a leak that somebody takes care of, and that is over': {
    watch: watching(readings('1', 0, [...leaking, 6.5, 6.5, 6.5, 6.5])),
    open: [{ ...leak, state: 'acknowledged' }],
    now: 260,
    steps: ['replace leak closed leak-recovered'],
  },
  'a recorded leak of which nothing is known': {
    watch: watching(),
    open: [leak],
    now: 130,
    steps: ['adopt leak open leak-opened'],
  },
  'a leak that came and went between two looks': {
    watch: watching(readings('1', 0, [...leaking, 6.5, 6.5, 6.5, 6.5])),
    now: 260,
    steps: ['record-past leak closed leak-recovered late'],
  },
  'a sensor that is silent while another reports': {
    watch: watching(readings('1', 0, [7]), readings('2', 310, [7])),
    now: 311,
    steps: ['create sensor-silent open sensor-silent'],
  },
  'a sensor that falls silent in a leak': {
    watch: watching(readings('1', 0, leaking), readings('2', 450, [7])),
    open: [leak],
    now: 451,
    steps: ['create sensor-silent open sensor-silent'],
  },
  'a silent sensor that is back': {
    watch: watching(readings('1', 500, [7])),
    open: [silence],
    now: 501,
    steps: ['replace sensor-silent closed sensor-back'],
  },
  'no sensor is heard of': {
    watch: watching(readings('1', 0, [7]), readings('2', 0, [7])),
    now: 301,
    steps: ['create pipeline-down open pipeline-down'],
  },
  'no sensor is heard of, and it is not clear why': {
    watch: watching(readings('1', 0, [7])),
    now: 301,
    silence: undefined,
    steps: [],
  },
  'no sensor is heard of, which is recorded': {
    watch: watching(readings('1', 0, [7])),
    open: [outage],
    now: 301,
    steps: [],
  },
  'sensors are heard of again': {
    watch: watching(readings('1', 600, [7]), readings('2', 600, [7])),
    open: [outage],
    now: 601,
    steps: ['replace pipeline-down closed pipeline-back'],
  },
};

describe('a look', () => {
  it.each(Object.entries(cases))('%s', (_, given) => {
    const { watch, open = [], now, steps } = given;
    watch.tick(at(now));
    const why = 'silence' in given ? given.silence : 'all-sensors-silent';
    const decided = decide(watch, open.map(stored), at(now), settings, why);
    expect(decided.map(told)).toEqual(steps);
  });

  it('says why no sensor is heard of', () => {
    const watch = watching(readings('1', 0, [7]));
    watch.tick(at(301));
    const [step] = decide(watch, [], at(301), settings, 'readings-not-stored');
    expect(step).toMatchObject({ incident: { outage: 'readings-not-stored', openedAt: iso(0) } });
  });

  it('keeps the fastest fall of a leak', () => {
    const fallOf = (pressures: readonly number[], fastestFall?: number) => {
      const incident = { ...leak, ...(fastestFall === undefined ? {} : { fastestFall }) };
      const [step] = decide(watching(readings('1', 0, pressures)), [stored(incident)], at(190), settings, undefined);
      return step?.do === 'replace' && step.incident.fastestFall;
    };
    const slowly = [5.5, 5.4, 5.3, 5.2, 5.1, 5.0];
    expect(fallOf(slowly)).toBe(12);
    expect(fallOf(slowly, 11)).toBe(12);
    expect(fallOf(slowly, 13)).toBe(13);
    expect(fallOf([5, 5, 5, 5, 5, 5])).toBeUndefined();
  });

  it('finds the same id whenever it is repeated, with what is known of the leak', () => {
    const watch = watching(readings('1', 0, leaking));
    const ids = [130, 140].map((second) => decide(watch, [], at(second), settings, undefined)[0]);
    expect(ids.map((step) => step?.do === 'create' && step.id)).toEqual(Array(2).fill(`leak-1-${iso(0)}`));
    expect(ids[0]).toMatchObject({
      incident: {
        openingPressure: 6,
        lastPressure: 5.1,
        lowestPressure: 5.1,
        fastestFall: 12,
        openedAt: iso(0),
        lastReadingAt: iso(120),
      },
    });
  });
});
