import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A saved object as the double keeps it. */
export interface KeptObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly type: string; readonly id: string }[];
  readonly typeMigrationVersion?: string;
}

/**
 * What the import needs of Kibana's and Elasticsearch's documented HTTP APIs, and no more: spaces, saved objects, settings,
 * roles, users. It is strict where Kibana is: headers, sign-on, references, migration versions, unknown attributes.
 */
export interface KibanaDouble {
  readonly url: string;
  readonly spaces: Map<string, { readonly objects: Map<string, KeptObject>; settings: Record<string, unknown> }>;
  readonly roles: Map<string, object>;
  readonly users: Map<string, { roles: string[] }>;
  /** `POST /s/shop/api/…`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

const password = 'correct horse';
export const signOn = { KIBANA_USERNAME: 'elastic', KIBANA_PASSWORD: password };
/** May write dashboards, data views and settings of the default space, and nothing else. */
export const narrowSignOn = { KIBANA_USERNAME: 'kibana-import', KIBANA_PASSWORD: password };
const basic = (user: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const known = ['elastic', 'kibana-import'].map(basic);

/** The newest versions of Kibana 8.19. */
const newest: Readonly<Record<string, string>> = { 'index-pattern': '8.0.0', dashboard: '10.2.0' };
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  'index-pattern': [
    ...['title', 'name', 'timeFieldName', 'allowNoIndex', 'fields', 'fieldAttrs', 'fieldFormatMap'],
    ...['runtimeFieldMap', 'sourceFilters'],
  ],
  dashboard: [
    ...['title', 'description', 'timeRestore', 'timeFrom', 'timeTo', 'refreshInterval', 'optionsJSON', 'panelsJSON'],
    ...['controlGroupInput', 'kibanaSavedObjectMeta'],
  ],
};

type Reply = readonly [status: number, body?: object];

export async function startKibanaDouble(
  options: {
    readonly unavailableFor?: number;
    /** So many imports are answered with 503, as by a Kibana that is not quite there. */
    readonly startingFor?: number;
    readonly oldSettings?: boolean;
    /** An id that no reference finds. */
    readonly lost?: string;
    readonly noSecurity?: boolean;
    /** PEM. */
    readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  } = {},
): Promise<KibanaDouble> {
  let unavailable = options.unavailableFor ?? 0;
  let starting = options.startingFor ?? 0;
  const spaces: KibanaDouble['spaces'] = new Map([['default', { objects: new Map(), settings: {} }]]);
  const roles: KibanaDouble['roles'] = new Map();
  const users: KibanaDouble['users'] = new Map();
  const requests: string[] = [];

  async function answer(request: IncomingMessage, body: Buffer): Promise<Reply> {
    const { method = '', headers } = request;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
    requests.push(`${method} ${pathname}`);
    const [, inSpace = 'default', path = ''] = /^(?:\/s\/([^/]+))?(\/.*)$/.exec(pathname) ?? [];
    const json = () => JSON.parse(body.toString()) as Record<string, unknown>;
    if (path === '/api/status') {
      const level = unavailable-- > 0 ? 'unavailable' : 'available';
      return [level === 'available' ? 200 : 503, { status: { overall: { level } } }];
    }
    if (!known.includes(headers.authorization ?? '')) return [401, { message: 'unable to authenticate user' }];
    const isNarrow = headers.authorization === basic(narrowSignOn.KIBANA_USERNAME);
    const isAllowed = /^\/api\/(spaces\/space\/default|saved_objects\/_import)$|^\/(internal|api)\/kibana\/settings$/;
    if (isNarrow && !(inSpace === 'default' && isAllowed.test(path))) return [403, { message: 'Forbidden' }];
    const [, user] = /^\/_security\/user\/(.+)$/.exec(path) ?? [];
    if (user) return userReply(method, user, json);
    if (method !== 'GET' && !headers['kbn-xsrf']) return [400, { message: 'Request must contain a kbn-xsrf header.' }];
    const [, asked] = /^\/api\/spaces\/space\/(.+)$/.exec(path) ?? [];
    if (asked) return spaces.has(asked) ? [200, { id: asked }] : [404, { message: 'Not Found' }];
    if (path === '/api/spaces/space') {
      const { id } = json() as { id: string };
      if (spaces.has(id)) return [409, { message: 'exists' }];
      spaces.set(id, { objects: new Map(), settings: {} });
      return [200, { id }];
    }
    const [, role] = /^\/api\/security\/role\/(.+)$/.exec(path) ?? [];
    if (role) {
      const known = roles.get(role);
      if (options.noSecurity || (method === 'GET' && !known)) return [404, { message: 'Not Found' }];
      if (method === 'GET') return [200, { name: role, ...known }];
      roles.set(role, json());
      return [204];
    }
    const space = spaces.get(inSpace);
    if (!space) return [404, { message: 'space not found' }];
    if (path === (options.oldSettings ? '/api/kibana/settings' : '/internal/kibana/settings')) {
      if (path.startsWith('/internal') && !headers['x-elastic-internal-origin']) return [400, { message: 'internal' }];
      Object.assign(space.settings, (json() as { changes: object }).changes);
      return [200, { settings: {} }];
    }
    if (method === 'POST' && path === '/api/saved_objects/_import') {
      if (starting-- > 0) return [503, { message: 'License is not available.' }];
      const type = headers['content-type'] ?? '';
      const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
      const elsewhere = [...spaces].flatMap(([id, { objects }]) => (id === inSpace ? [] : [...objects.keys()]));
      return importReply(
        { kept: space.objects, elsewhere: new Set(elsewhere) },
        (form.get('file') as File) ?? new File([], ''),
        searchParams.get('overwrite') === 'true',
        options.lost,
      );
    }
    return [404, { message: 'Not Found' }];
  }

  function userReply(method: string, name: string, json: () => Record<string, unknown>): Reply {
    const found = users.get(name);
    if (method === 'GET') return found ? [200, { [name]: found }] : [404, {}];
    users.set(name, { roles: json().roles as string[] });
    return [200, { created: !found }];
  }

  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const [status, body] = await answer(request, Buffer.concat(chunks)).catch(
        (error: unknown): Reply => [500, { message: String(error) }],
      );
      // The second header is what Elasticsearch's client looks for.
      response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
      response.end(body ? JSON.stringify(body) : undefined);
    });
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  const url = options.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return { url, spaces, roles, users, requests, close };
}

/** As Kibana's importer: an id that another space has is replaced, and one unresolved conflict or reference stops it all. */
async function importReply(
  { kept, elsewhere }: { kept: Map<string, KeptObject>; elsewhere: ReadonlySet<string> },
  file: File,
  overwrite: boolean,
  lost: string | undefined,
): Promise<Reply> {
  if (!file.name.endsWith('.ndjson')) return [400, { message: 'Invalid file extension' }];
  const objects = (await file.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as KeptObject);
  const key = ({ type, id }: { type: string; id: string }) => `${type}:${id}`;
  const inFile = new Set(objects.map(key));
  const successResults: object[] = [];
  const errors: { type: string; id: string; error: { type: string; message?: string; references?: unknown } }[] = [];
  const writes: (() => void)[] = [];
  for (const object of objects) {
    const { type, id, attributes, references, typeMigrationVersion = '' } = object;
    const missing = references.filter((to) => lost === to.id || (!inFile.has(key(to)) && !kept.has(key(to))));
    const unknown = Object.keys(attributes).filter((name) => !attributesOf[type]?.includes(name));
    const tooNew = typeMigrationVersion.localeCompare(newest[type] ?? '0', 'en', { numeric: true }) > 0;
    if (tooNew || unknown.length > 0) {
      errors.push({ type, id, error: { type: 'unknown', message: `cannot be migrated ${unknown.join()}` } });
    } else if (missing.length > 0)
      errors.push({ type, id, error: { type: 'missing_references', references: missing } });
    else if (kept.has(key(object)) && !overwrite) errors.push({ type, id, error: { type: 'conflict' } });
    else {
      const destinationId = elsewhere.has(key(object)) ? `copy-of-${id}` : undefined;
      const at = key({ type, id: destinationId ?? id });
      successResults.push({
        ...{ type, id, meta: {} },
        ...(kept.has(at) && { overwrite: true }),
        ...(destinationId && { destinationId }),
      });
      writes.push(() => kept.set(at, object));
    }
  }
  const stopped = errors.some(({ error }) => error.type === 'conflict' || error.type === 'missing_references');
  if (!stopped) for (const write of writes) write();
  return [200, { success: errors.length === 0, successCount: successResults.length, successResults, errors }];
}
