import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { IncidentQuery, IncidentStore } from '../../shared/incidents/store.ts';
import { acknowledgeFirst, changeIncident } from '../acknowledge/change.ts';
import { type AirStore, historyInterval } from '../air-store.ts';
import type { Auth } from '../auth/auth.ts';
import type { LivePageConfig } from '../config.ts';
import type { State } from '../state.ts';
import { incidentAnswer, pressureAnswer } from './answers.ts';
import { openApiDocument } from './openapi.ts';
import { problem } from './problem.ts';
import { acknowledgeBody, deviceParameter, historyQuery, incidentParameter, incidentsQuery } from './schemas.ts';

export interface ApiOptions {
  readonly config: LivePageConfig;
  readonly state: State;
  readonly air: AirStore;
  readonly incidents: IncidentStore;
  readonly auth: Auth;
}

const hourMs = 3_600_000;
const longestHistoryMs = 400 * 24 * hourMs;
const usualPoints = 300;
const usualIncidents = 50;

/** The API, to be mounted at `/api/v1` and at `/api`. Whoever gets here may see values. */
export function apiRoutes({ config, state, air, incidents, auth }: ApiOptions): express.Router {
  const router = express.Router({ caseSensitive: true });
  const clock = () => ({ now: Date.now(), readingPeriodMs: config.readingPeriodSeconds * 1000 });

  const get = (path: string, handler: RequestHandler): void => {
    router.get(path, handler);
    router.all(path, methodNotAllowed('GET, HEAD'));
  };

  get('/openapi.json', (_request, response) => {
    response.json(openApiDocument(config.basePath));
  });

  get('/session', async (request, response) => {
    await auth.renew(request, response);
    const user = await auth.userOf(request);
    response.set('cache-control', 'no-store').json({ auth: auth.kind, name: user?.name || null });
  });

  get('/pressure', (_request, response) => {
    if (!state.complete) return problem(response, 503, 'Elasticsearch has not answered yet.');
    response.json({
      siteTimeZone: config.siteTimeZone,
      readingPeriodSeconds: config.readingPeriodSeconds,
      devices: state.memory.readings().map((reading) => pressureAnswer(reading, state.incidents, clock())),
    });
  });

  /** The device of the path, or an answer that says why not. */
  const deviceOf = (request: Request, response: Response) => {
    const name = valid(deviceParameter, request.params.device, response);
    if (name === undefined) return undefined;
    if (!state.complete) problem(response, 503, 'Elasticsearch has not answered yet.');
    else {
      const reading = state.memory.find(name);
      if (reading) return reading;
      problem(response, 404, 'No such device has reported an air pressure in the last month.');
    }
    return undefined;
  };

  get('/pressure/:device', (request, response) => {
    const reading = deviceOf(request, response);
    if (reading) response.json(pressureAnswer(reading, state.incidents, clock()));
  });

  get('/pressure/:device/history', async (request, response) => {
    const query = valid(historyQuery, request.query, response);
    const reading = query && deviceOf(request, response);
    if (!query || !reading) return;
    const to = query.to === undefined ? Date.now() : Date.parse(query.to);
    const from = query.from === undefined ? to - hourMs : Date.parse(query.from);
    if (from >= to) return problem(response, 400, '`from` is not before `to`.');
    if (to - from > longestHistoryMs) return problem(response, 400, 'More than 400 days at once.');
    const points = query.points ?? usualPoints;
    const buckets = await air.history(reading.deviceId, from, to, points);
    response.json({
      deviceId: reading.deviceId,
      device: reading.device,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      intervalSeconds: historyInterval(from, to, points) / 1000,
      points: buckets.map(({ at, ...rest }) => ({ timestamp: new Date(at).toISOString(), ...rest })),
    });
  });

  get('/incidents', async (request, response) => {
    const query = valid(incidentsQuery, request.query, response);
    if (!query) return;
    const found = await incidents.search(incidentQuery(query), query.limit ?? usualIncidents);
    response.json({ incidents: found.map(incidentAnswer) });
  });

  router.post('/incidents/:id/acknowledge', express.json({ limit: '4kb', strict: true }), async (request, response) => {
    const id = valid(incidentParameter, request.params.id, response);
    const body = id === undefined ? undefined : valid(acknowledgeBody, request.body, response);
    if (id === undefined || !body) return;
    const user = await auth.userOf(request);
    const by = (user?.name || body.name || '').trim();
    if (by === '') return problem(response, 400, '`name` is missing: who takes care of it?');
    const found = await incidents.find(id);
    const changed = found && (await changeIncident(incidents, found, acknowledgeFirst(by, body.note, Date.now())));
    if (!changed) return problem(response, 404, 'There is no such incident.');
    response.json(incidentAnswer(changed));
    void state.refresh();
  });
  router.all('/incidents/:id/acknowledge', methodNotAllowed('POST'));
  router.use((_request, response) => problem(response, 404, 'There is nothing here; see /api/openapi.json.'));
  return router;
}

function incidentQuery({ state = 'active', device }: z.infer<typeof incidentsQuery>): IncidentQuery {
  const states = { active: ['open', 'acknowledged'], all: ['open', 'acknowledged', 'closed'] };
  const filter: IncidentQuery[] = [
    { terms: { state: state === 'active' || state === 'all' ? states[state] : [state] } },
  ];
  if (device !== undefined) {
    filter.push({ bool: { should: [{ term: { deviceId: device } }, { term: { device } }], minimum_should_match: 1 } });
  }
  return { bool: { filter } };
}

/** The value as the schema has it; or undefined, and a problem has been answered. */
function valid<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  response: Response,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  problem(response, 400, said.join('; ').slice(0, 500));
  return undefined;
}

const methodNotAllowed =
  (allowed: string): RequestHandler =>
  (_request, response) => {
    response.set('allow', allowed);
    problem(response, 405, `This address knows ${allowed}.`);
  };
