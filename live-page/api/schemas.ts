import { z } from 'zod';
import { nameLimit, noteLimit } from '../limits.ts';

/*
 * What the API takes and answers. These schemas check requests, and the OpenAPI document is made from them.
 */

const time = () => z.iso.datetime();
const bar = (description: string) => z.number().meta({ description: `${description}, bar` });
const device = { deviceId: z.string(), device: z.string().meta({ description: 'Name for people' }) };

export const pressureSchema = z
  .object({
    ...device,
    pressure: bar('Current pressure; null when the last reading is older than ten reading periods').nullable(),
    freshness: z
      .enum(['current', 'stale', 'absent'])
      .meta({ description: 'Up to two, up to ten, more than ten reading periods old' }),
    lastPressure: bar('Pressure of the last reading, however old'),
    openingPressure: bar('What it is judged by').nullable(),
    margin: bar('Current pressure above the opening pressure').nullable(),
    timestamp: time().meta({ description: 'When it was measured' }),
    receivedAt: time(),
    incident: z
      .object({ id: z.string(), openedAt: time(), acknowledgedBy: z.string().nullable() })
      .nullable()
      .meta({ description: 'The open leak' }),
  })
  .meta({ id: 'Pressure' });
export type PressureAnswer = z.infer<typeof pressureSchema>;

export const pressuresSchema = z
  .object({ siteTimeZone: z.string(), readingPeriodSeconds: z.number(), devices: z.array(pressureSchema) })
  .meta({ id: 'Pressures' });

export const historySchema = z
  .object({
    ...device,
    from: time(),
    to: time(),
    intervalSeconds: z.int(),
    points: z
      .array(z.object({ timestamp: time(), min: z.number(), avg: z.number(), max: z.number(), count: z.int() }))
      .meta({ description: 'Intervals without a reading are absent' }),
  })
  .meta({ id: 'History' });

const markSchema = z.object({ at: time(), by: z.string(), note: z.string().optional() });

export const incidentSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['leak', 'sensor-silent', 'pipeline-down']),
    state: z.enum(['open', 'acknowledged', 'closed']),
    deviceId: z.string().nullable(),
    device: z.string().nullable(),
    openedAt: time(),
    closedAt: time().nullable(),
    openingPressure: bar('Opening pressure').nullable(),
    lowestPressure: bar('Lowest pressure').nullable(),
    lastPressure: bar('Last pressure').nullable(),
    acknowledged: markSchema.nullable(),
    repaired: markSchema.nullable(),
  })
  .meta({ id: 'Incident' });
export type IncidentAnswer = z.infer<typeof incidentSchema>;

export const incidentsSchema = z.object({ incidents: z.array(incidentSchema) }).meta({ id: 'Incidents' });

export const problemSchema = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .meta({ id: 'Problem' });

/** A device's identity or name. */
export const deviceParameter = z.string().min(1).max(200);
export const incidentParameter = z.string().min(1).max(500);

const moment = z.iso.datetime({ offset: true }).refine((text) => Number.isFinite(Date.parse(text)), 'is no date');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

export const pointLimit = 1000;
export const incidentLimit = 200;

export const historyQuery = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  points: wholeNumber(1, pointLimit).optional(),
});

export const incidentsQuery = z.strictObject({
  state: z.enum(['active', 'open', 'acknowledged', 'closed', 'all']).optional(),
  device: deviceParameter.optional(),
  limit: wholeNumber(1, incidentLimit).optional(),
});

// Written out: not every reader of the OpenAPI document knows \p{Cc}.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const controlFree = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/** Letters, digits, punctuation and spaces; a name or a note has no control characters. */
const plainText = (most: number) => z.string().max(most).regex(controlFree, 'has control characters');

export const acknowledgeBody = z.strictObject({
  name: plainText(nameLimit)
    .optional()
    .meta({ description: 'Who; where people sign in, the signed-in name counts instead' }),
  note: plainText(noteLimit).optional(),
});
