import { describe, expect, test } from 'vitest';
import type { Envelope } from '../shared/envelope.ts';
import type { RejectionCode } from '../shared/outcome.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { createTransform } from './transform.ts';

const siteTime = createSiteTime('Europe/Brussels');
const openings = new Map([['air-2', 5.5]]);

const transformOf = (type: string) =>
  createTransform({
    sensor: sensorTypes.find(({ name }) => name === type) as SensorType,
    customer: 'finemeca',
    siteTime,
    site: { openingPressure: (deviceId) => openings.get(deviceId) ?? 6 },
    readingPeriodSeconds: 30,
  });

const transforms = { air: transformOf('air'), centrale: transformOf('centrale'), devicev01: transformOf('devicev01') };

function envelope(payload: unknown, more: Partial<Envelope> = {}): Envelope {
  const body = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const receivedAt = Date.parse('2022-04-17T21:52:12Z');
  return { body, mqttTopic: 'finemeca/devicev01/100', receivedAt, readingId: 'r1', ...more };
}

function stored(type: keyof typeof transforms, payload: unknown, more: Partial<Envelope> = {}) {
  const outcome = transforms[type](envelope(payload, more));
  if (!outcome.ok) throw new Error(outcome.rejection.reason);
  return outcome.value;
}

describe.each(sensorTypes)('the examples of $name', (sensor) => {
  test.each(sensor.examples)('$title', (example) => {
    const transform = transformOf(sensor.name);
    const outcome = transform(envelope(example.payload, { receivedAt: Date.parse(example.receivedAt) }));
    expect(outcome).toMatchObject({ ok: true, value: { document: example.stored } });
    if (outcome.ok) for (const key of example.absent ?? []) expect(outcome.value.document).not.toHaveProperty(key);
  });
});

const time = '2022-04-17 23:52:11';

test('of what the gateway has cut, the size is told that it had', () => {
  // Whatever is left of it.
  expect(transforms.air(envelope({ Pres: 6 }, { payloadBytes: 9_000_000 }))).toEqual({
    ok: false,
    rejection: { code: 'too-large', reason: 'The payload has 9000000 bytes; at most 65536 are accepted.' },
  });
});

describe('bad input has a code and a plain reason', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  test.each<[string, keyof typeof transforms, unknown, RejectionCode, string]>([
    ['nothing', 'air', '', 'invalid-json', 'The payload is empty.'],
    ['not JSON', 'air', 'Pres=6', 'invalid-json', 'The payload is not valid JSON.'],
    ['cut off', 'air', '{"Pres":6', 'invalid-json', 'The payload is not valid JSON.'],
    ['a list', 'air', '[1]', 'not-an-object', 'The payload is a list, not a JSON object.'],
    ['null', 'air', 'null', 'not-an-object', 'The payload is null, not a JSON object.'],
    ['a bare number', 'air', '6.5', 'not-an-object', 'The payload is a number, not a JSON object.'],
    ['invalid UTF-8', 'air', Buffer.from([0x7b, 0xff, 0x7d]), 'invalid-utf8', 'The payload is not valid UTF-8.'],
    [
      '1 MiB',
      'air',
      `{"a":"${'x'.repeat(1024 * 1024)}"}`,
      'too-large',
      'The payload has 1048584 bytes; at most 65536 are accepted.',
    ],
    ['deep nesting', 'air', nested(30_000), 'too-deep', 'The payload is nested more than 16 levels deep.'],
    ['a number as text', 'air', { Pres: '6.5' }, 'wrong-type', 'Pres must be a number; it is text: "6.5".'],
    ['an object as number', 'air', { Pres: {} }, 'wrong-type', 'Pres must be a number; it is an object: {}.'],
    ['idDevice as text', 'air', { idDevice: '1' }, 'wrong-type', 'idDevice must be a whole number; it is text: "1".'],
    ['half a message', 'air', { msgCount: 1.5 }, 'wrong-type', 'msgCount must be a whole number; it is a number: 1.5.'],
    ['a negative count', 'air', { msgCount: -1 }, 'wrong-type', 'msgCount is -1; it must not be negative.'],
    ['Customer as number', 'air', { Customer: 5 }, 'wrong-type', 'Customer must be text; it is a number: 5.'],
    ['Time as number', 'air', { Time: 1650232331 }, 'wrong-type', 'Time must be text; it is a number: 1650232331.'],
    [
      'control characters',
      'air',
      { Device: 'air\u00071' },
      'control-characters',
      'Device contains control characters.',
    ],
    [
      'an unknown unit',
      'air',
      { Pres: 6, 'Pres-U': 'atm' },
      'unknown-unit',
      'Pres-U is "atm"; known units are Pa, hPa, mbar, kPa, bar, psi.',
    ],
    [
      'a unit of something else',
      'centrale',
      { Energy: 6, 'Energy-U': 'bar' },
      'unknown-unit',
      'Energy-U is "bar"; known units are Wh, kWh, MWh.',
    ],
    [
      'an impossible pressure',
      'air',
      { Pres: -40 },
      'out-of-range',
      'Pres is -40 bar; possible values are -1.1 to 1000.',
    ],
    ['1e308', 'air', { Pres: 1e308 }, 'out-of-range', 'Pres is 1e+308 bar; possible values are -1.1 to 1000.'],
    ['1e400', 'air', '{"Pres":1e400}', 'wrong-type', 'Pres must be a number; it is a number: Infinity.'],
    [
      '1e308 psi',
      'air',
      { Pres: 1e308, 'Pres-U': 'psi' },
      'out-of-range',
      'Pres is Infinity bar; possible values are -1.1 to 1000.',
    ],
    [
      'an index that falls below 0',
      'centrale',
      { Energy: -1 },
      'out-of-range',
      'Energy is -1 kWh; possible values are 0 to 1000000000.',
    ],
    [
      '31 February',
      'air',
      { Time: '2022-02-31 10:00:00' },
      'invalid-time',
      'Time is "2022-02-31 10:00:00", no date and time as YYYY-MM-DD HH:MM:SS.',
    ],
    [
      '1999',
      'air',
      { Time: '1999-12-31 23:59:59' },
      'time-out-of-range',
      'Time is 1999-12-31 23:59:59, before the year 2000: the clock was not set.',
    ],
    [
      'two days ahead',
      'air',
      { Time: '2022-04-19 23:59:59' },
      'time-out-of-range',
      'Time is 2022-04-19 23:59:59, more than a day after it was received (2022-04-17T21:52:12.000Z).',
    ],
  ])('%s', (_case, type, payload, code, reason) => {
    expect(transforms[type](envelope(payload))).toEqual({ ok: false, rejection: { code, reason } });
  });
});

describe('no value is no value', () => {
  test.each([null, 'NULL', undefined])('a measure that is %j is absent, and so is its unit', (nothing) => {
    const { document } = stored('devicev01', { Time: time, Temp: nothing, 'Temp-U': 'C', Hum: 40, RSSI: nothing });
    expect(document).not.toHaveProperty('Temp');
    expect(document).not.toHaveProperty('Temp-U');
    expect(document).not.toHaveProperty('RSSI');
    expect(document).toMatchObject({ Hum: 40, 'Hum-U': '%' });
  });

  test('a zero is a value', () => {
    expect(stored('devicev01', { Time: time, Temp: 0 }).document.Temp).toBe(0);
  });
});

describe('opening pressure: the reading, then the device, then the site', () => {
  test.each([
    [{ Device: 'air-2', Pres: 5, PresOpen: 7 }, 7, -2],
    [{ Device: 'air-2', Pres: 5.6 }, 5.5, 0.1],
    [{ Device: 'air-9', Pres: 6.3 }, 6, 0.3],
  ])('%j', (payload, PresOpen, pressureMargin) => {
    expect(stored('air', { Time: time, ...payload }).document).toMatchObject({
      PresOpen,
      'PresOpen-U': 'bar',
      pressureMargin,
    });
  });
});

test('what the MQTT broker had kept is no reading of this moment: it needs a time of its own', () => {
  const outcome = (payload: object, more: Partial<Envelope>) => {
    const made = transforms.air(envelope(payload, more));
    return made.ok ? made.value.document.timestamp : made.rejection.code;
  };
  expect(outcome({ Pres: 6, msgCount: 3 }, { retained: true })).toBe('retained-without-time');
  expect(outcome({ Pres: 6, Time: 'NULL' }, { retained: true })).toBe('retained-without-time');
  expect(outcome({ Pres: 6, Time: '2022-04-17 21:52:11' }, { retained: true })).toBe('2022-04-17T19:52:11.000Z');
  expect(outcome({ Pres: 6 }, {})).toBe('2022-04-17T21:52:12.000Z');
});

describe('when', () => {
  test.each([
    ['at once', { Time: time }, '2022-04-17T21:52:11.000Z', []],
    ['without a clock', { Pres: 1 }, '2022-04-17T21:52:12.000Z', ['no-clock']],
    ['five minutes ago', { Time: '2022-04-17 23:47:12' }, '2022-04-17T21:47:12.000Z', []],
    ['longer ago', { Time: '2022-04-17 23:47:11' }, '2022-04-17T21:47:11.000Z', ['late']],
    ['a minute ahead', { Time: '2022-04-17 23:53:12' }, '2022-04-17T21:53:12.000Z', ['clock-drift']],
    ['in the missing hour', { Time: '2022-03-27 02:30:00' }, '2022-03-27T01:30:00.000Z', ['nonexistent-time', 'late']],
    ['in the double hour', { Time: '2021-10-31 02:30:00' }, '2021-10-31T01:30:00.000Z', ['ambiguous-time', 'late']],
  ])('%s', (_case, payload, timestamp, quality) => {
    expect(stored('devicev01', payload).document).toMatchObject({ timestamp, quality });
  });

  test.each([
    [{ Time: '2022-04-17 23:59:59' }, 'finemeca-devicev01-data-2022-4-17'],
    [{ Time: '2022-04-18 00:00:00' }, 'finemeca-devicev01-data-2022-4-18'],
    [{}, 'finemeca-devicev01-data-2022-4-17'],
  ])('%j belongs to %s', (payload, index) => {
    expect(stored('devicev01', payload).index).toBe(index);
  });
});

describe('who', () => {
  test.each([
    [{ idDevice: 12, Device: 'cabin' }, '12', 'cabin'],
    [{ idDevice: 12 }, '12', '12'],
    [{ Device: 'cabin' }, 'cabin', 'cabin'],
    [{ Device: '' }, '100', '100'],
    [{ idGateway: 170 }, '100', '100'],
  ])('%j', (payload, deviceId, device) => {
    expect(stored('devicev01', { Time: time, ...payload }).document).toMatchObject({ deviceId, device });
  });
});

describe('identity of a reading', () => {
  const idOf = (payload: unknown, more: Partial<Envelope> = {}) => stored('devicev01', payload, more).id;
  const nextDay = { receivedAt: Date.parse('2022-04-18T21:52:12Z') };

  test('with a Time: type, topic and bytes, whenever and however often it comes', () => {
    const payload = { Time: time, msgCount: 3 };
    expect(idOf(payload, { readingId: 'r2', ...nextDay })).toBe(idOf(payload));
    expect(idOf(payload, { mqttTopic: 'finemeca/devicev01/101' })).not.toBe(idOf(payload));
    expect(idOf({ Time: time, msgCount: 4 })).not.toBe(idOf(payload));
    expect(stored('air', payload).id).not.toBe(idOf(payload));
  });

  test('with a message count only: the day it was received as well', () => {
    expect(idOf({ msgCount: 3 }, { readingId: 'r2' })).toBe(idOf({ msgCount: 3 }));
    expect(idOf({ msgCount: 3 }, nextDay)).not.toBe(idOf({ msgCount: 3 }));
  });

  test('with neither: two equal payloads are two readings', () => {
    expect(idOf({ Temp: 3 }, { readingId: 'r2' })).not.toBe(idOf({ Temp: 3 }));
    expect(idOf({ Temp: 3 })).toBe(idOf({ Temp: 3 }));
  });

  test('it needs no escaping, in a URL or in JSON', () => {
    expect(idOf({ Temp: 3 })).toMatch(/^[A-Za-z0-9_-]{24}$/);
  });
});

test('unknown keys are kept, what the pipeline writes itself cannot be set from outside', () => {
  const payload = `{"Time":"${time}","firmware":"1.2","quality":["fine"],"timestamp":"x","deviceId":"x","ingestedAt":1,"__proto__":{"a":1}}`;
  const { document } = stored('devicev01', payload);
  expect(document).toMatchObject({
    firmware: '1.2',
    quality: [],
    timestamp: '2022-04-17T21:52:11.000Z',
    deviceId: '100',
  });
  expect(document).not.toHaveProperty('Time');
  expect(document).not.toHaveProperty('ingestedAt');
  expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
});
