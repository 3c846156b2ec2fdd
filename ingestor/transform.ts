import { createHash } from 'node:crypto';
import { isCanaryTopic, syntheticMark } from '../shared/canary.ts';
import { type Envelope, lastLevel } from '../shared/envelope.ts';
import { dailyIndex, namesOf, yearlyIndex } from '../shared/names.ts';
import { accept, type Outcome, reject } from '../shared/outcome.ts';
import type { Measures, SensorType, SiteSettings } from '../shared/sensors/sensor.ts';
import { convert } from '../shared/sensors/units.ts';
import { millisecondsPerDay, type SiteTime } from '../shared/site-time.ts';
import { createPayloadReader, type Payload, tooLarge } from './payload.ts';

/** The stored form of a reading. */
export type Document = Readonly<Record<string, unknown>> & {
  readonly timestamp: string;
  readonly receivedAt: string;
  readonly deviceId: string;
  readonly device: string;
  readonly quality: readonly Flag[];
};

/** What is remarkable about a reading that is stored all the same. */
export type Flag = 'late' | 'clock-drift' | 'no-clock' | 'ambiguous-time' | 'nonexistent-time';

/** A document and where it belongs. The id is the same whenever the same reading comes again. */
export interface StoredReading {
  readonly id: string;
  readonly index: string;
  readonly document: Document;
}

export type Transform = (envelope: Envelope) => Outcome<StoredReading>;

export interface TransformOptions {
  readonly sensor: SensorType;
  readonly customer: string;
  readonly siteTime: SiteTime;
  readonly site: SiteSettings;
  readonly readingPeriodSeconds: number;
}

/** Received so many periods after its time, a reading is late; until then the live page shows it. */
const latePeriods = 10;
/** Ahead of its reception by more than a period, a reading's clock is wrong. */
const driftPeriods = 1;
const earliest = '2000-01-01 00:00:00';

/** Makes the pure function that turns a queue message into the document of its daily index, or says why it cannot. */
export function createTransform(options: TransformOptions): Transform {
  const { sensor, siteTime, site } = options;
  const read = createPayloadReader(sensor);
  const { dataIndex, canaryIndex } = namesOf(options.customer, sensor.name);
  const periodMs = options.readingPeriodSeconds * 1000;
  /** Keys that this function writes, or drops: a payload cannot set them. */
  const own = new Set([
    ...['Time', 'timestamp', 'receivedAt', 'ingestedAt', 'quality', 'deviceId', 'device', 'localHour', 'localWeekday'],
    'delaySeconds',
    'traceparent',
    ...Object.keys(syntheticMark),
    ...Object.entries(sensor.measures).flatMap(([key, { unit }]) => (unit ? [key, `${key}-U`] : [key])),
    ...Object.keys(sensor.computed),
  ]);

  return (envelope) => {
    // Its end is not here.
    if (envelope.payloadBytes !== undefined) return tooLarge(envelope.payloadBytes);
    const payload = read(envelope.body);
    if (!payload.ok) return payload;
    const moment = momentOf(payload.value, envelope, siteTime);
    if (!moment.ok) return moment;
    const measures = measuresOf(payload.value, sensor);
    if (!measures.ok) return measures;

    const { instant, flags } = moment.value;
    const quality = [...flags];
    if (envelope.receivedAt - instant > latePeriods * periodMs) quality.push('late');
    if (instant - envelope.receivedAt > driftPeriods * periodMs) quality.push('clock-drift');

    const identity = identityOf(payload.value, envelope.mqttTopic);
    const { hour, weekday } = siteTime.clockOf(instant);
    const day = siteTime.dayOf(instant);
    const synthetic = isCanaryTopic(envelope.mqttTopic);
    const values = { ...measures.value, ...sensor.derive?.(measures.value, identity, site) };
    const document: Document = {
      ...Object.fromEntries(
        Object.entries(payload.value).filter(([key, value]) => value !== undefined && !own.has(key)),
      ),
      ...withUnits(values, sensor),
      ...identity,
      timestamp: new Date(instant).toISOString(),
      receivedAt: new Date(envelope.receivedAt).toISOString(),
      localHour: hour,
      localWeekday: weekday,
      // Without a clock there is nothing to compare the reception with.
      ...(payload.value.Time !== undefined && { delaySeconds: (envelope.receivedAt - instant) / 1000 }),
      quality,
      ...(envelope.traceparent !== undefined && { traceparent: envelope.traceparent }),
      ...(synthetic && syntheticMark),
    };
    return accept({
      id: idOf(payload.value, envelope, sensor.name, siteTime),
      index: synthetic ? yearlyIndex(canaryIndex, day) : dailyIndex(dataIndex, day),
      document,
    });
  };
}

/** When a reading was taken: by its own clock where it has one, else by its arrival. */
function momentOf(
  payload: Payload,
  { receivedAt, retained }: Envelope,
  siteTime: SiteTime,
): Outcome<{ readonly instant: number; readonly flags: readonly Flag[] }> {
  const given = payload.Time as string | undefined;
  if (given === undefined && retained) {
    return reject(
      'retained-without-time',
      'The MQTT broker had kept it, and it has no Time: nobody knows when it was measured.',
    );
  }
  if (given === undefined) return accept({ instant: receivedAt, flags: ['no-clock'] });
  const time = siteTime.parse(given, receivedAt);
  if (!time) {
    return reject(
      'invalid-time',
      `Time is ${JSON.stringify(given).slice(0, 80)}, no date and time as YYYY-MM-DD HH:MM:SS.`,
    );
  }
  if (given < earliest) {
    return reject('time-out-of-range', `Time is ${given}, before the year 2000: the clock was not set.`);
  }
  if (time.instant > receivedAt + millisecondsPerDay) {
    const reception = new Date(receivedAt).toISOString();
    return reject('time-out-of-range', `Time is ${given}, more than a day after it was received (${reception}).`);
  }
  return accept({ instant: time.instant, flags: time.doubt ? [time.doubt] : [] });
}

/** The measures in stored units. */
function measuresOf(payload: Payload, sensor: SensorType): Outcome<Measures> {
  const measures: Record<string, number> = {};
  for (const [key, { dimension, unit, min, max }] of Object.entries(sensor.measures)) {
    const given = payload[key] as number | undefined;
    if (given === undefined) continue;
    const from = (payload[`${key}-U`] ?? unit) as string;
    const value = dimension && unit ? convert(given, dimension, from, unit) : given;
    if (value < min || value > max) {
      return reject(
        'out-of-range',
        `${key} is ${value}${unit ? ` ${unit}` : ''}; possible values are ${min} to ${max}.`,
      );
    }
    measures[key] = value;
  }
  return accept(measures);
}

/** Names the stored unit beside each measure that has one. */
function withUnits(values: Measures, sensor: SensorType): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    fields[key] = value;
    const unit = sensor.measures[key]?.unit;
    if (unit) fields[`${key}-U`] = unit;
  }
  return fields;
}

/** Not idGateway: a LoRa device is heard through several. */
function identityOf({ idDevice, Device }: Payload, mqttTopic: string): { deviceId: string; device: string } {
  const name = (Device as string | undefined) || undefined;
  const deviceId = String(idDevice ?? name ?? lastLevel(mqttTopic));
  return { deviceId, device: name ?? deviceId };
}

/**
 * The same reading twice has one id: type, topic and payload bytes where it has a `Time`; with a message count only, the
 * local day of reception too, as a reboot restarts the count; else the id of its delivery, as two equal payloads
 * without either are two readings.
 */
function idOf({ Time, msgCount }: Payload, envelope: Envelope, type: string, siteTime: SiteTime): string {
  const hash = createHash('sha256').update(`${type}\0${envelope.mqttTopic}\0`);
  if (Time !== undefined) hash.update(envelope.body);
  else if (msgCount !== undefined) hash.update(`${siteTime.dayOf(envelope.receivedAt)}\0`).update(envelope.body);
  else hash.update(`\0${envelope.readingId}`);
  // 144 bits, in characters that need no escaping in a URL.
  return hash.digest().toString('base64url', 0, 18);
}
