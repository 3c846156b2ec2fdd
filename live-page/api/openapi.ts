import { z } from 'zod';
import {
  acknowledgeBody,
  deviceParameter,
  historyQuery,
  historySchema,
  incidentLimit,
  incidentParameter,
  incidentSchema,
  incidentsQuery,
  incidentsSchema,
  pointLimit,
  pressureSchema,
  pressuresSchema,
  problemSchema,
} from './schemas.ts';

type JsonSchema = Record<string, unknown>;

/** As JSON Schema without the parts that belong to a document of its own. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema, $id, id, $defs, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline', unrepresentable: 'any' });
  // A schema with a name of its own is a reference to its definition: here the definition is wanted.
  const own = rest.$ref?.startsWith('#/$defs/') ? $defs?.[rest.$ref.slice('#/$defs/'.length)] : undefined;
  return JSON.parse(JSON.stringify(own ?? rest).replaceAll('#/$defs/', '#/components/schemas/')) as JsonSchema;
}

const named = {
  Pressure: pressureSchema,
  Pressures: pressuresSchema,
  History: historySchema,
  Incident: incidentSchema,
  Incidents: incidentsSchema,
  Problem: problemSchema,
} as const;

const reference = (name: keyof typeof named): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, name: keyof typeof named) => ({
  description,
  content: { 'application/json': { schema: reference(name) } },
});
const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: reference('Problem') } },
});

const refusals = {
  '401': refusal('Not signed in'),
  '429': refusal('Too many requests'),
  '503': refusal('Elasticsearch does not answer'),
};
const badRequest = { '400': refusal('A value is missing or wrong') };
const unknownDevice = { '404': refusal('No such device') };
const unchanged = { '304': { description: 'As when it was asked last (`If-None-Match`)' } };

const device = {
  name: 'device',
  in: 'path',
  required: true,
  schema: jsonSchema(deviceParameter),
  description: 'Identity or name',
  example: 'air-1',
};
/** Query parameters are text; what they may hold is said as the value that the text means. */
const parameters = (query: z.ZodObject, said: Readonly<Record<string, JsonSchema>>) =>
  Object.keys(query.shape).map((name) => ({ name, in: 'query', required: false, ...said[name] }));

const time = { schema: { type: 'string', format: 'date-time' } };

/** The OpenAPI 3.1 document of the API, as it is reached below the base path. */
export const openApiDocument = (basePath: string): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'Air pressure',
    version: '1',
    description: 'Current air pressures, their history, and incidents. Times are ISO 8601 in UTC, pressures bar.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: `${basePath}/api/v1` }],
  paths: {
    '/pressure': {
      get: {
        operationId: 'pressures',
        summary: 'The current pressure of every device',
        responses: { '200': answer('All devices of the last month', 'Pressures'), ...unchanged, ...refusals },
      },
    },
    '/pressure/{device}': {
      get: {
        operationId: 'pressure',
        summary: 'The current pressure of one device',
        parameters: [device],
        responses: {
          '200': answer('The device', 'Pressure'),
          ...unchanged,
          ...badRequest,
          ...unknownDevice,
          ...refusals,
        },
      },
    },
    '/pressure/{device}/history': {
      get: {
        operationId: 'history',
        summary: 'Lowest, average and highest pressure over time',
        parameters: [
          device,
          ...parameters(historyQuery, {
            from: { ...time, description: 'Default: an hour before `to`' },
            to: { ...time, description: 'Default: now; 400 days after `from` at most' },
            points: { schema: { type: 'integer', minimum: 1, maximum: pointLimit, default: 300 } },
          }),
        ],
        responses: {
          '200': answer('Its history', 'History'),
          ...unchanged,
          ...badRequest,
          ...unknownDevice,
          ...refusals,
        },
      },
    },
    '/incidents': {
      get: {
        operationId: 'incidents',
        summary: 'Incidents, newest first',
        parameters: parameters(incidentsQuery, {
          state: { schema: { ...jsonSchema(incidentsQuery.shape.state.unwrap()), default: 'active' } },
          device: { schema: jsonSchema(deviceParameter) },
          limit: { schema: { type: 'integer', minimum: 1, maximum: incidentLimit, default: 50 } },
        }),
        responses: { '200': answer('Incidents', 'Incidents'), ...unchanged, ...badRequest, ...refusals },
      },
    },
    '/incidents/{id}/acknowledge': {
      post: {
        operationId: 'acknowledge',
        summary: 'Somebody takes care of an incident',
        parameters: [{ name: 'id', in: 'path', required: true, schema: jsonSchema(incidentParameter) }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: jsonSchema(acknowledgeBody, 'input') } },
        },
        responses: {
          '200': answer('The incident as it is now', 'Incident'),
          ...badRequest,
          '403': refusal('The request comes from another site'),
          '404': refusal('No such incident'),
          '413': refusal('The body is too large'),
          '415': refusal('The body is not JSON'),
          ...refusals,
        },
      },
    },
  },
  components: {
    schemas: Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema)])),
  },
});
