import { z } from 'zod';
import { accept, type Outcome, type RejectionCode, reject } from '../shared/outcome.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import { unitNames } from '../shared/sensors/units.ts';

/** A reading is some 300 bytes; whatever is larger than this is not one. */
const payloadLimitBytes = 64 * 1024;
const depthLimit = 16;

/** A payload's keys and values, types and units checked; what had no value is undefined. */
export type Payload = Readonly<Record<string, unknown>>;

/** Checks the bytes of one payload. */
export type PayloadReader = (body: Buffer) => Outcome<Payload>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const controlCharacter = /\p{Cc}/u;
const texts = ['Customer', 'Device', 'Time', 'Mod'];
const counts = ['msgCount', 'Length'];
const integers = ['idGateway', 'idDevice', ...counts];
const levels = ['RSSI', 'SNR'];

/** Makes the reader for one sensor type; the schema is compiled once. */
export function createPayloadReader(sensor: SensorType): PayloadReader {
  const shape: Record<string, z.ZodType> = {};
  for (const key of texts) shape[key] = z.string();
  for (const key of integers) shape[key] = z.int();
  for (const key of counts) shape[key] = z.int().min(0);
  for (const key of levels) shape[key] = z.number();
  shape.Device = z.string().refine((name) => !controlCharacter.test(name));
  for (const [key, measure] of Object.entries(sensor.measures)) {
    shape[key] = z.number();
    if (measure.dimension) shape[`${key}-U`] = z.enum(unitNames(measure.dimension));
  }
  const schema = z.looseObject(shape).partial();
  const known = Object.keys(shape);

  return (body) => {
    const parsed = parse(body);
    if (!parsed.ok) return parsed;
    // Sensors send null, or the word NULL, where they have nothing to say: that is no value, never 0. In the schema this would
    // cost three times as much as all its checks.
    const payload: Record<string, unknown> = parsed.value;
    for (const key of known) if (payload[key] === null || payload[key] === 'NULL') payload[key] = undefined;
    const checked = schema.safeParse(payload);
    return checked.success ? accept(checked.data) : reject(...explain(checked.error.issues[0], payload));
  };
}

/** Of a payload of so many bytes. */
export const tooLarge = (bytes: number): Outcome<never> =>
  reject('too-large', `The payload has ${bytes} bytes; at most ${payloadLimitBytes} are accepted.`);

function parse(body: Buffer): Outcome<Record<string, unknown>> {
  if (body.length > payloadLimitBytes) return tooLarge(body.length);
  let characters: string;
  try {
    characters = utf8.decode(body);
  } catch {
    return reject('invalid-utf8', 'The payload is not valid UTF-8.');
  }
  let value: unknown;
  try {
    value = JSON.parse(characters);
  } catch {
    return reject(
      'invalid-json',
      characters.trim() === '' ? 'The payload is empty.' : 'The payload is not valid JSON.',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return reject('not-an-object', `The payload is ${kindOf(value)}, not a JSON object.`);
  }
  // Deep nesting ends in a stack overflow of whoever reads it next.
  if (depthOf(characters) > depthLimit)
    return reject('too-deep', `The payload is nested more than ${depthLimit} levels deep.`);
  return accept(value as Record<string, unknown>);
}

/** The deepest nesting of a valid JSON text. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** A first problem in words, for a person who looks at the dead letters. */
function explain(issue: z.core.$ZodIssue | undefined, payload: Payload): [RejectionCode, string] {
  const key = String(issue?.path[0]);
  const value = Object.hasOwn(payload, key) ? payload[key] : undefined;
  if (issue?.code === 'custom') return ['control-characters', `${key} contains control characters.`];
  if (issue?.code === 'invalid_value') {
    return ['unknown-unit', `${key} is ${show(value)}; known units are ${issue.values.map(String).join(', ')}.`];
  }
  if (issue?.code === 'too_small' && typeof value === 'number') {
    return ['wrong-type', `${key} is ${show(value)}; it must not be negative.`];
  }
  const wanted = texts.includes(key) ? 'text' : integers.includes(key) ? 'a whole number' : 'a number';
  return ['wrong-type', `${key} must be ${wanted}; it is ${kindOf(value)}: ${show(value)}.`];
}

const show = (value: unknown): string => {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
