import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { canaryTopic, canaryType } from '../../shared/canary.ts';
import type { Drill, DrillHop } from '../../shared/drill.ts';
import { namesOf } from '../../shared/names.ts';
import { OperationError } from '../operation-error.ts';
import { siteClock } from '../table.ts';
import { type CanaryBroker, connectBroker } from './broker.ts';
import { publishOnce } from './publish.ts';
import { beginRun, endRun, type KnownRuns, knownRuns, mailOf, type RunPlace } from './record.ts';
import { readGauge } from './services.ts';
import { type CanaryRun, failure, type Station, type StationName } from './station.ts';
import { findCulprit } from './suspects.ts';
import { weekFigures } from './week.ts';
import type { CanaryWork } from './work.ts';

/** One run under way. */
interface Trip extends CanaryWork {
  readonly startedAt: string;
  readonly limitMs: number;
  /** Undefined: Elasticsearch was away. */
  readonly place: RunPlace | undefined;
  /** Those before it that did not get through. */
  readonly failures: KnownRuns['failures'];
  /** Undefined: ActiveMQ was away. */
  readonly broker: CanaryBroker | undefined;
  /** What the gateway showed before. */
  readonly forwardedBefore: number;
}

/** Resolves when the canary got past; with a reason where nobody can look. Rejects when it did not. */
type Look = (trip: Trip) => Promise<string | undefined>;

const pollMs = 50;
const requestTimeout = 2000;
const unseen = (service: string) => `STATUS_SERVICES does not name ${service}`;

const readingLooks: readonly (readonly [DrillHop['name'], Look])[] = [
  ['mqtt', publish],
  ['gateway', forwarded],
  ['store', stored],
  ['announcement', announced],
  ['live-page', shown],
];

/**
 * Sends a canary, follows it past every station, and then sends the drill and waits for its mail. The drill is sent even when
 * the canary was lost on the way, to say so. What is broken is in the result; throws an OperationError where the
 * configuration does not say how to begin.
 */
export async function runCanary(work: CanaryWork, now: number): Promise<CanaryRun> {
  const { client, config } = work;
  const { activemq, mqtt } = config.watched;
  if (!mqtt || !activemq) throw new OperationError('The canary needs MQTT_URL and ACTIVEMQ_URL, and their sign-on.');
  const startedAt = new Date(now).toISOString();
  const { failures } = await knownRuns(client, config.customer).catch((): KnownRuns => ({}));
  const place = await beginRun(client, config, startedAt).catch(() => undefined);
  const where = { customer: config.customer, sensorType: canaryType, run: now };
  const broker = await connectBroker(activemq, where).catch(() => undefined);
  const forwardedBefore = (await gaugeOf(work, `gateway-${canaryType}`, forwardedGauge).catch(() => 0)) ?? 0;
  const limitMs = config.canary.timeoutSeconds * 1000;
  const trip = { ...work, startedAt, place, failures, broker, forwardedBefore, limitMs };
  try {
    const published = performance.now();
    const reading = await follow(trip, readingLooks, published);
    const week = await weekFigures({ ...config, client, broker: broker?.client }, now).catch(() => undefined);
    const drill = drillOf(trip, reading, week);
    const mail = await follow(
      trip,
      [
        ['notice', () => announceDrill(trip, drill)],
        ['mail', mailed],
      ],
      published,
    );
    const stations = [...reading, ...mail];
    const run = { startedAt, endedAt: new Date().toISOString(), passed: !failure(stations), stations };
    const recorded = place !== undefined && (await endRun(client, place, run).then(...both(true, false)));
    return { ...run, recorded };
  } finally {
    broker?.close();
  }
}

const both = <T>(kept: T, failed: T) => [() => kept, () => failed] as const;

/** After the first that fails the others are not waited for. */
async function follow(
  trip: Trip,
  looks: readonly (readonly [StationName, Look])[],
  published: number,
): Promise<Station[]> {
  const stations: Station[] = [];
  for (const [name, look] of looks) {
    if (failure(stations)) {
      stations.push({ name, state: 'skipped' });
      continue;
    }
    try {
      const skipped = await look(trip);
      const afterMs = Math.round(performance.now() - published);
      const finding = { what: name, words: skipped ?? '' };
      stations.push(skipped === undefined ? { name, state: 'passed', afterMs } : { name, state: 'skipped', finding });
    } catch (error) {
      stations.push({ name, state: 'failed', finding: await findCulprit(name, error, trip) });
    }
  }
  return stations;
}

async function publish({ config, startedAt, limitMs }: Trip): Promise<undefined> {
  const { customer, siteTimeZone, watched } = config;
  const payload = {
    Customer: customer,
    Device: 'canary',
    Time: siteClock(siteTimeZone, Date.parse(startedAt)),
    // A value of its own: whoever finds it knows which run it is of.
    Pres: 6 + randomInt(1_000_000) / 1e6,
    'Pres-U': 'bar',
    run: startedAt,
  };
  const topic = canaryTopic(customer);
  if (watched.mqtt) await publishOnce(watched.mqtt, { topic, payload: JSON.stringify(payload) }, limitMs);
}

const forwardedGauge = 'telemetry_gateway_canary_timestamp_seconds';
const shownGauge = 'telemetry_live_page_canary_timestamp_seconds';

async function gaugeOf({ config }: CanaryWork, service: string, gauge: string): Promise<number | undefined> {
  const address = config.watched.services.get(service);
  return address === undefined ? undefined : await readGauge(address, gauge);
}

async function forwarded(trip: Trip): Promise<string | undefined> {
  const service = `gateway-${canaryType}`;
  if (!trip.config.watched.services.has(service)) return unseen(service);
  const seen = async () => ((await gaugeOf(trip, service, forwardedGauge)) ?? 0) > trip.forwardedBefore;
  await until(seen, 'it did not forward the canary', trip.limitMs);
}

async function stored({ client, config, startedAt, limitMs }: Trip): Promise<undefined> {
  const index = `${namesOf(config.customer, canaryType).canaryIndex}-*`;
  const seen = async () => {
    await client.indices.refresh({ index, allow_no_indices: true }, { requestTimeout });
    const { count } = await client.count({ index, query: { term: { run: startedAt } } }, { requestTimeout });
    return count > 0;
  };
  await until(seen, 'the canary was not stored', limitMs);
}

async function announced({ broker, limitMs }: Trip): Promise<undefined> {
  if (!broker) throw new Error('ActiveMQ did not let the canary listen');
  await within(broker.announced, 'the canary was not announced', limitMs);
}

async function shown(trip: Trip): Promise<string | undefined> {
  const service = 'live-page';
  if (!trip.config.watched.services.has(service)) return unseen(service);
  const began = Date.parse(trip.startedAt) / 1000;
  const seen = async () => ((await gaugeOf(trip, service, shownGauge)) ?? 0) >= began;
  await until(seen, 'it did not see the canary', trip.limitMs);
}

async function announceDrill({ broker, limitMs }: Trip, drill: Drill): Promise<undefined> {
  if (!broker) throw new Error('ActiveMQ did not accept the sign-on');
  await within(broker.send(drill), 'the notice was not confirmed', limitMs);
}

async function mailed({ client, place, limitMs }: Trip): Promise<string | undefined> {
  if (!place) return 'nobody can look for its outcome: Elasticsearch is away';
  const seen = async () => {
    const mail = await mailOf(client, place);
    if (mail?.refusedAt !== undefined && mail.sentAt === undefined) throw new Refused();
    return mail?.sentAt !== undefined;
  };
  await until(seen, 'no mail was sent', limitMs);
}

/** Looking again changes nothing. */
class Refused extends Error {
  constructor() {
    super('the mail server refused the mail for every recipient');
  }
}

async function until(seen: () => Promise<boolean>, otherwise: string, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const done = await seen().catch((error: unknown) => {
      if (error instanceof Refused) throw error;
      return false;
    });
    if (done) return;
    if (Date.now() > deadline) throw new Error(`${otherwise} within ${limitMs / 1000} s`);
    await sleep(pollMs);
  }
}

async function within(promise: Promise<void>, otherwise: string, limitMs: number): Promise<void> {
  const giveUp = new AbortController();
  const late = sleep(limitMs, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(`${otherwise} within ${limitMs / 1000} s`);
  });
  late.catch(() => undefined);
  await Promise.race([promise, late]).finally(() => giveUp.abort());
}

function drillOf(
  { config, startedAt, place, failures }: Trip,
  reading: readonly Station[],
  week: Drill['week'],
): Drill {
  const { weekly, contact } = config.canary;
  const id = `drill:${startedAt}`;
  const hops = reading.flatMap(({ name, state, afterMs }): DrillHop[] =>
    name === 'notice' || name === 'mail' ? [] : [{ name, state, ...(afterMs !== undefined && { afterMs }) }],
  );
  return {
    id,
    kind: 'drill',
    decidedAt: new Date().toISOString(),
    cycle: id,
    ...(place && { stored: place }),
    hops,
    ...(week && { week }),
    ...(weekly && { weekly }),
    ...(contact !== undefined && { contact }),
    ...(failures && { failedBefore: { count: failures.count, since: new Date(failures.since).toISOString() } }),
  };
}
