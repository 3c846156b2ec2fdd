import { isDeepStrictEqual } from 'node:util';
import { namesOf } from '../shared/names.ts';
import { createCalendar } from '../simulator/calendar.ts';
import type { SensorTypeName } from '../simulator/sensor.ts';
import type { Elasticsearch } from './elasticsearch.ts';
import { differences, expectedFields, marginOf } from './expected.ts';
import { badPayloads, knownReadings } from './handmade.ts';
import { ledgerAddsUp } from './ledger.ts';
import type { Counts } from './look.ts';
import { hourMs } from './plants.ts';
import type { Outgoing } from './sensors.ts';
import { type Sent, spread } from './sent.ts';
import { leakDevice, site } from './site.ts';
import { whole } from './table.ts';
import type { Witness } from './witness.ts';

/** What the checks look at when everything has been sent. */
export interface Evidence {
  readonly sent: Sent;
  readonly elasticsearch: Elasticsearch;
  readonly counts: Counts;
  readonly witness: Witness;
  /** Of all that was sent, what the MQTT broker has not confirmed. */
  readonly unconfirmed: number;
}

/** Resolves with what was found, in words with figures; throws an Error with what is wrong. */
export type Check = (evidence: Evidence, type: SensorTypeName) => Promise<string>;

const sampleSize = 20;

/** What has to hold for every sensor type. */
export const typeChecks: readonly Check[] = [published, stored, rejected, asSent, knownDay, announced, ledgerAddsUp];

async function published({ sent, unconfirmed }: Evidence, type: SensorTypeName): Promise<string> {
  const count = sent.published(type) + badPayloads.filter((bad) => bad.type === type).length;
  ensure(unconfirmed === 0, `${whole(unconfirmed)} of all published messages were not confirmed by the MQTT broker`);
  return `${whole(count)} messages published, each confirmed by the MQTT broker`;
}

async function stored({ sent, elasticsearch, counts }: Evidence, type: SensorTypeName): Promise<string> {
  const expected = sent.distinct(type).length;
  const found = await elasticsearch.count(indices(type));
  const { queued } = counts[type];
  ensure(
    found === expected && expected > 0,
    `${whole(found)} documents in Elasticsearch for ${whole(expected)} distinct readings (${whole(queued)} are queued)`,
  );
  const repeats = sent.published(type) - expected;
  return `${whole(found)} documents in Elasticsearch, one for each distinct reading (${whole(repeats)} repeats collapsed)`;
}

async function rejected({ counts, witness }: Evidence, type: SensorTypeName): Promise<string> {
  const bad = badPayloads.filter((payload) => payload.type === type);
  const expected = Object.fromEntries(bad.map(({ code }) => [code, 1]));
  const { rejectedBy } = counts[type];
  ensure(isDeepStrictEqual(rejectedBy, expected), `rejected: ${list(rejectedBy)}, not ${list(expected)}`);
  const letters = witness.deadLetters(type).map(({ headers, text }) => `${headers['reason-code']} ${text}`);
  const missing = bad.filter(({ code, payload }) => !letters.includes(`${code} ${payload}`));
  const codes = missing.map(({ code }) => code).join(', ');
  ensure(missing.length === 0, `not in the dead-letter queue, or not as it was sent: ${codes}`);
  ensure(letters.length === bad.length, `${letters.length} dead letters, not ${bad.length}`);
  return `${bad.length} bad payloads in the dead-letter queue, untouched: ${Object.keys(expected).join(', ')}`;
}

async function asSent({ sent, elasticsearch }: Evidence, type: SensorTypeName): Promise<string> {
  const sample = spread(sent.distinct(type).filter(isMeasured).filter(occursOnce), sampleSize);
  const queries = sample.map((reading) => {
    const { timestamp, deviceId, msgCount } = expectedFields(reading);
    return {
      size: 2,
      query: { bool: { filter: [{ term: { timestamp } }, { term: { deviceId } }, { term: { msgCount } }] } },
    };
  });
  const found = await elasticsearch.searchAll(indices(type), queries);
  let fields = 0;
  for (const [at, reading] of sample.entries()) {
    const hits = found[at] ?? [];
    const name = `the reading of ${reading.topic} at ${reading.measuredAt.toISOString()}`;
    ensure(hits.length === 1, `${hits.length} documents for ${name}`);
    const expected = expectedFields(reading);
    const problems = differences(expected, hits[0]?._source ?? {});
    ensure(problems.length === 0, `${name}: ${problems.join('; ')}`);
    const index = `${indices(type).slice(0, -1)}${localDay(reading.measuredAt)}`;
    ensure(hits[0]?._index === index, `${name} is in ${hits[0]?._index}, not ${index}`);
    fields += Object.keys(expected).length;
  }
  ensure(sample.length === sampleSize, `only ${sample.length} readings to compare`);
  return `${sample.length} documents compared with what was sent, ${whole(fields)} fields, each in the index of its day`;
}

async function knownDay({ elasticsearch }: Evidence, type: SensorTypeName): Promise<string> {
  const { index, deviceId, stored: expected } = knownReadings[type];
  const hits = await elasticsearch.search(indices(type), { size: 10, query: { term: { deviceId } } });
  ensure(hits.length === 1, `${hits.length} documents of the known reading, published twice, not 1`);
  ensure(hits[0]?._index === index, `the known reading is in ${hits[0]?._index}, not ${index}`);
  const problems = differences(expected, hits[0]?._source ?? {});
  ensure(problems.length === 0, `the known reading: ${problems.join('; ')}`);
  return `a known reading, sent twice, is one document in ${index}, timestamp ${expected.timestamp}`;
}

async function announced({ elasticsearch, witness }: Evidence, type: SensorTypeName): Promise<string> {
  const topic = namesOf(site.customer, type).storedTopic;
  const seen = witness.stored(type);
  const last = seen.at(-1);
  if (!last) throw new Error(`no stored document came on ${topic}`);
  const [hit] = await elasticsearch.search(indices(type), { query: { ids: { values: [last.id] } } });
  ensure(isDeepStrictEqual(hit?._source, last.source), `the document on ${topic} is not the one in Elasticsearch`);
  return `${whole(seen.length)} stored documents seen on ${topic}; the last one is the same in Elasticsearch`;
}

export async function leakSeen({ sent, elasticsearch }: Evidence): Promise<string> {
  const payloads = sent.distinct('air').map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
  const expected = payloads.filter((payload) => payload.Device === leakDevice && (marginOf(payload) ?? 0) < 0).length;
  const ofDevice = { term: { device: leakDevice } };
  const below = { bool: { filter: [ofDevice, { range: { pressureMargin: { lt: 0 } } }] } };
  const found = await elasticsearch.count(indices('air'), below);
  ensure(
    expected > 0 && found === expected,
    `${found} documents of ${leakDevice} below opening pressure, not ${expected}`,
  );
  const newestFirst = { size: 1, sort: [{ timestamp: 'desc' }] };
  const [last] = await elasticsearch.search(indices('air'), { ...newestFirst, query: below });
  const from = { range: { timestamp: { gt: last?._source.timestamp } } };
  const above = { bool: { filter: [ofDevice, from, { range: { pressureMargin: { gt: 0 } } }] } };
  const after = await elasticsearch.count(indices('air'), above);
  ensure(after > 0, `${leakDevice} did not come back above its opening pressure`);
  return `the leak of ${leakDevice}: ${found} documents below its opening pressure, then ${whole(after)} above`;
}

function indices(type: SensorTypeName): string {
  return `${namesOf(site.customer, type).dataIndex}-*`;
}

/** `2026-11-3`: the site's calendar, by other means than the ingestor's. */
function localDay(at: Date): string {
  const [day, month, year] = at.toLocaleDateString('en-GB', { timeZone: site.timeZone }).split('/').map(Number);
  return `${year}-${month}-${day}`;
}

const isMeasured = (reading: Outgoing): reading is Outgoing & { readonly measuredAt: Date } =>
  reading.measuredAt !== undefined;

const calendar = createCalendar(site.timeZone);

/** In autumn an hour of the wall clock occurs twice, and what was back-filled cannot tell which one it means. */
function occursOnce({ measuredAt }: { readonly measuredAt: Date }): boolean {
  const at = measuredAt.getTime();
  return [at - hourMs, at + hourMs].every((other) => calendar.format(other) !== calendar.format(at));
}

function list(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ') || 'nothing'
  );
}

function ensure(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
