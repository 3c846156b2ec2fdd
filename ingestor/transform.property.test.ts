import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Envelope, envelopeHeaders, openEnvelope } from '../shared/envelope.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import { convert, unitNames } from '../shared/sensors/units.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { createTransform, type StoredReading } from './transform.ts';

const siteTime = createSiteTime('Europe/Brussels');
const site = { openingPressure: () => 6 };
const transforms = sensorTypes.map((sensor) => ({
  sensor,
  transform: createTransform({ sensor, customer: 'finemeca', siteTime, site, readingPeriodSeconds: 30 }),
}));
const types = fc.constantFrom(...transforms);

const known = ['Customer', 'Device', 'Time', 'Mod', 'msgCount', 'Length', 'idGateway', 'idDevice', 'RSSI', 'SNR'];
const measured = ['Pres', 'PresOpen', 'Flow', 'Temp', 'Hum', 'Energy', 'Power', 'Volt', 'Curr', 'PF'];
const own = ['timestamp', 'receivedAt', 'ingestedAt', 'quality', 'deviceId', 'device', '__proto__', 'pressureMargin'];
const keys = fc.constantFrom(...known, ...measured, ...measured.map((key) => `${key}-U`), ...own);

const instants = fc.date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
const wallClock = instants.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
const values = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, 'NULL', '', 0, -1, 1e308, 'hPa', 'bar', 'psi', 'C', 'F', 'kWh', 'W'),
  wallClock,
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
);
/** Payloads that nearly are readings. */
const payloads = fc.dictionary(keys, values, { maxKeys: 12 }).map((payload) => JSON.stringify(payload));
/** The same with a byte changed, taken away or put in. */
const damaged = fc.tuple(payloads, fc.nat(), fc.nat(255), fc.nat(2)).map(([text, where, byte, drop]) => {
  const bytes = Buffer.from(text);
  const at = where % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at + drop)]);
});
const bodies = fc.oneof(
  { weight: 3, arbitrary: payloads.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: damaged },
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 25 }).map((text) => Buffer.from(text)),
);
const topics = fc.string({ unit: 'binary', maxLength: 60 }).map((name) => `finemeca/air/${name}`);
const envelopes: fc.Arbitrary<Envelope> = fc.record({
  body: bodies,
  mqttTopic: topics,
  receivedAt: instants.map((date) => date.getTime()),
  readingId: fc.uuid(),
});

const flags = ['late', 'clock-drift', 'no-clock', 'ambiguous-time', 'nonexistent-time'];
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function accepted(transform: (typeof transforms)[number]['transform'], envelope: Envelope): StoredReading | undefined {
  const outcome = transform(envelope);
  return outcome.ok ? outcome.value : undefined;
}

describe('whatever arrives', () => {
  test('is stored with everything that the contract names, or refused with a code and a reason', () => {
    fc.assert(
      fc.property(types, envelopes, ({ sensor, transform }, envelope) => {
        const outcome = transform(envelope);
        if (!outcome.ok) {
          expect(outcome.rejection.code).toMatch(/^[a-z0-9-]+$/);
          expect(outcome.rejection.reason).toMatch(/^.{10,}\.$/s);
          return;
        }
        const { id, index, document } = outcome.value;
        expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
        expect(index).toMatch(new RegExp(`^finemeca-${sensor.name}-data-\\d{4}-[1-9]\\d?-[1-9]\\d?$`));
        expect(document.timestamp).toMatch(iso);
        expect(document.receivedAt).toBe(new Date(envelope.receivedAt).toISOString());
        expect(typeof document.deviceId).toBe('string');
        expect(typeof document.device).toBe('string');
        for (const flag of document.quality) expect(flags).toContain(flag);
        for (const key of ['Time', 'ingestedAt']) expect(document).not.toHaveProperty(key);
        for (const [key, { min, max, unit }] of Object.entries(sensor.measures)) {
          const value = document[key];
          if (value !== undefined) expect(value).toSatisfy((number: number) => number >= min && number <= max);
          // A pure number has no unit; what is sent as one is a key that nobody knows.
          if (unit) expect(document[`${key}-U`]).toBe(value === undefined ? undefined : unit);
        }
        // A bulk request has one line a document.
        expect(JSON.stringify(document)).not.toContain('\n');
      }),
      { numRuns: 5000 },
    );
  });

  test('has the same outcome whenever the same message comes again, also through the headers of the queue', () => {
    fc.assert(
      fc.property(types, envelopes, ({ sensor, transform }, envelope) => {
        const again = openEnvelope(envelopeHeaders(envelope, sensor.name), Buffer.from(envelope.body), 0);
        expect(again).toEqual({ ...envelope, mqttTopic: envelope.mqttTopic.toWellFormed() });
        expect(transform(again)).toEqual(transform({ ...envelope, mqttTopic: again.mqttTopic }));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a reading with a Time', () => {
  const timed = fc
    .tuple(payloads, wallClock)
    .map(([text, Time]) => Buffer.from(JSON.stringify({ ...JSON.parse(text), Time })));

  test('is one document, in the index of the day it names, whenever and by whichever delivery it comes', () => {
    fc.assert(
      fc.property(types, timed, envelopes, envelopes, ({ sensor, transform }, body, one, other) => {
        const first = accepted(transform, { ...one, body });
        const second = accepted(transform, { ...other, mqttTopic: one.mqttTopic, body });
        const [year, month, day] =
          /^(\d+)-(\d+)-(\d+)/.exec(JSON.parse(body.toString()).Time)?.slice(1).map(Number) ?? [];
        for (const reading of [first, second]) {
          if (reading) expect(reading.index).toBe(`finemeca-${sensor.name}-data-${year}-${month}-${day}`);
        }
        if (first && second) expect(second.id).toBe(first.id);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a measure', () => {
  const measures = transforms.flatMap(({ sensor, transform }) =>
    Object.entries(sensor.measures).flatMap(([key, { dimension, unit, min, max }]) =>
      dimension && unit
        ? unitNames(dimension).map((from) => ({ key, dimension, unit, from, min, max, transform }))
        : [],
    ),
  );
  const Time = '2022-04-17 23:52:11';
  const envelopeOf = (payload: unknown): Envelope => ({
    body: Buffer.from(JSON.stringify(payload)),
    mqttTopic: 'finemeca/air/a',
    receivedAt: Date.parse('2022-04-17T21:52:12Z'),
    readingId: 'r',
  });

  test('is the same quantity in whichever unit it is sent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...measures), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (measure, share) => {
        const { key, dimension, unit, from, min, max, transform } = measure;
        const value = min + share * (max - min);
        const sent = convert(value, dimension, unit, from);
        const stored = accepted(transform, envelopeOf({ Time, [key]: sent, [`${key}-U`]: from }));
        // Both conversions round to 6 decimals of their unit, and the first one's is the coarser where that unit is large.
        const resolution = Math.abs(convert(1e-6, dimension, from, unit) - convert(0, dimension, from, unit));
        expect(Math.abs((stored?.document[key] as number) - value)).toBeLessThanOrEqual(
          resolution + 2e-6 + Math.abs(value) * 1e-9,
        );
        expect(stored?.document[`${key}-U`]).toBe(unit);
      }),
      { numRuns: 2000 },
    );
  });

  test('of null or NULL is no value, and changes nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...measures), fc.constantFrom(null, 'NULL'), ({ key, from, transform }, nothing) => {
        const without = accepted(transform, envelopeOf({ Time }));
        const withNothing = accepted(transform, envelopeOf({ Time, [key]: nothing, [`${key}-U`]: from }));
        expect(withNothing?.document).toEqual(without?.document);
      }),
    );
  });
});
