import { setTimeout as sleep } from 'node:timers/promises';
import { createElasticsearch } from '../../shared/elasticsearch/client.ts';
import { describeError } from '../../shared/outage.ts';
import type { SavedObject } from '../saved-object.ts';
import { savedObjectsOf, toNdjson } from '../saved-objects.ts';
import type { ImportConfig } from './config.ts';
import { type Answer, complaintOf, type Kibana, pollMs } from './kibana.ts';
import { settingsOf } from './settings.ts';

/** What became of one thing that the import cares for. */
export interface Step {
  /** `created`, `replaced`, `set`, `unchanged`; `skipped` is no failure. */
  readonly outcome: 'created' | 'replaced' | 'set' | 'unchanged' | 'skipped' | 'failed';
  /** `dashboard finemeca-air-fr`. */
  readonly what: string;
  readonly why?: string;
}

const failed = (what: string, why: string): Step => ({ outcome: 'failed', what, why });
const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** Waits until Kibana says that it is available; a step that failed when it does not come. */
export async function waitForKibana(kibana: Kibana, waitSeconds: number): Promise<Step | undefined> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    let why: string;
    try {
      const answer = await kibana.get('/api/status');
      const { overall } = (answer.body.status ?? {}) as { overall?: { level?: string } };
      if (isGood(answer) && overall?.level === 'available') return undefined;
      // Nobody waits for a password to become right.
      if (answer.status === 401) return failed('Kibana', complaintOf(answer));
      why = overall?.level ? `its status is ${overall.level}` : complaintOf(answer);
    } catch (error) {
      why = describeError(error);
    }
    if (Date.now() + pollMs > deadline) return failed('Kibana', `not available within ${waitSeconds} s: ${why}`);
    await sleep(pollMs);
  }
}

/** The space, made where it is absent. One that is there keeps its name and colour. */
export async function ensureSpace(kibana: Kibana, space: string): Promise<Step> {
  const what = `space ${space}`;
  const found = await kibana.get(`/api/spaces/space/${space}`);
  if (isGood(found)) return { outcome: 'unchanged', what };
  if (found.status !== 404) return failed(what, complaintOf(found));
  const made = await kibana.send('POST', '/api/spaces/space', { id: space, name: space });
  return isGood(made) ? { outcome: 'created', what } : failed(what, complaintOf(made));
}

interface ImportAnswer {
  readonly successResults?: readonly Result[];
  readonly errors?: readonly Refusal[];
}
interface Result {
  readonly type: string;
  readonly id: string;
  readonly overwrite?: boolean;
  /** The id that Kibana gave it instead, as an object of another space has its own. */
  readonly destinationId?: string;
}
interface Refusal {
  readonly type: string;
  readonly id: string;
  readonly error: {
    readonly type: string;
    readonly message?: string;
    readonly references?: readonly { readonly type: string; readonly id: string }[];
  };
}

/** With one of these Kibana writes nothing at all, and lists what it would have written as successes all the same. */
const stoppers = new Set(['conflict', 'ambiguous_conflict', 'missing_references']);

/** Data views and dashboards, one step each. Replaces what has their ids, which are the product's own, and nothing else. */
export async function importObjects(kibana: Kibana, config: ImportConfig): Promise<Step[]> {
  const { customer, readingPeriodSeconds, livePageUrl, space } = config;
  const steps: Step[] = [];
  for (const language of config.languages) {
    const target = { customer, language, readingPeriodSeconds, space, ...(livePageUrl && { livePageUrl }) };
    const objects = savedObjectsOf(target);
    const form = new FormData();
    form.append('file', new Blob([toNdjson(objects)], { type: 'application/ndjson' }), `${customer}.ndjson`);
    const answer = await kibana.send('POST', '/api/saved_objects/_import?overwrite=true', form);
    steps.push(...objects.map((object) => outcomeOf(object, answer)));
  }
  return steps;
}

function outcomeOf({ type, id }: SavedObject, answer: Answer): Step {
  const what = `${type === 'dashboard' ? 'dashboard' : 'data view'} ${id}`;
  const { successResults = [], errors = [] } = answer.body as ImportAnswer;
  const same = (other: Result | Refusal) => other.type === type && other.id === id;
  const refusal = errors.find(same);
  if (refusal) {
    const { message, references = [] } = refusal.error;
    const missing = references.map((to) => `${to.type} ${to.id}`).join(', ');
    return failed(what, [refusal.error.type, message, missing].filter(Boolean).join(' '));
  }
  if (errors.some(({ error }) => stoppers.has(error.type))) return failed(what, 'not written, as others were refused');
  const done = successResults.find(same);
  if (!done) return failed(what, complaintOf(answer));
  const outcome = done.overwrite ? 'replaced' : 'created';
  return done.destinationId ? { outcome, what, why: `as ${done.destinationId}` } : { outcome, what };
}

/** Time zone, language of dates and numbers, time ranges, first page: of this space only. */
export async function applySettings(kibana: Kibana, config: ImportConfig): Promise<Step> {
  const what = `settings of the space (${config.siteTimeZone}, ${config.languages[0]})`;
  const changes = settingsOf(config);
  let answer = await kibana.send('POST', '/internal/kibana/settings', { changes });
  // Older versions have them elsewhere.
  if (answer.status === 404) answer = await kibana.send('POST', '/api/kibana/settings', { changes });
  return isGood(answer) ? { outcome: 'set', what } : failed(what, complaintOf(answer));
}

const viewerRole = (customer: string): string => `${customer}-viewer`;

/**
 * A role that may look at everything in this space and at the customer's indices, and change nothing. What it could see of
 * other spaces it still can. Where no viewer is to have it, a sign-on that may only bring dashboards will do.
 */
export async function ensureRole(kibana: Kibana, { customer, space, viewer }: ImportConfig): Promise<Step> {
  const what = `role ${viewerRole(customer)}`;
  const path = `/api/security/role/${viewerRole(customer)}`;
  const found = await kibana.get(path);
  const { kibana: known = [] } = found.body as { kibana?: readonly { readonly spaces: readonly string[] }[] };
  const before = known.flatMap(({ spaces }) => spaces);
  const role = {
    elasticsearch: {
      cluster: [],
      indices: [{ names: [`${customer}-*`], privileges: ['read', 'view_index_metadata'] }],
      run_as: [],
    },
    kibana: [{ base: ['read'], feature: {}, spaces: before.includes('*') ? ['*'] : [...new Set([...before, space])] }],
  };
  const answer = await kibana.send('PUT', path, role);
  if (answer.status === 404) return { outcome: 'skipped', what, why: 'this Kibana has no security' };
  if (answer.status === 403 && !viewer) return { outcome: 'skipped', what, why: 'the sign-on may not make roles' };
  return isGood(answer) ? { outcome: 'set', what } : failed(what, complaintOf(answer));
}

/** The user that the staff look with, in Elasticsearch, which keeps the users. */
export async function ensureViewer({ customer, viewer }: ImportConfig): Promise<Step> {
  if (!viewer) {
    const why = 'needs KIBANA_VIEWER_USERNAME, KIBANA_VIEWER_PASSWORD and ELASTICSEARCH_URL';
    return { outcome: 'skipped', what: 'viewer', why };
  }
  const { username, password } = viewer;
  const what = `viewer ${username}`;
  const client = createElasticsearch(viewer.elasticsearch);
  try {
    const known = await client.security.getUser({ username }, { ignore: [404] });
    // Whoever is there with more rights is a person, and keeps their password.
    const roles = known[username]?.roles;
    if (roles && roles.join() !== viewerRole(customer))
      return failed(what, `is there already, with roles ${roles.join()}`);
    const { created } = await client.security.putUser({ username, password, roles: [viewerRole(customer)] });
    return { outcome: created ? 'created' : 'set', what };
  } catch (error) {
    return failed(what, describeError(error));
  } finally {
    await client.close();
  }
}
