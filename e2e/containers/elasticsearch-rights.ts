/**
 * Who may do what by `roles.yml`, for an Elasticsearch that does not look: the privileges that this product's roles use, as
 * its documentation describes them. Names with a wildcard ask for what the asker may see of them, as there.
 */
export interface Role {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
}

export interface Request {
  readonly method: string;
  /** Without what follows `?`. */
  readonly path: string;
  /** Of `_bulk`, `_mget`, `_msearch` and `_aliases`, which name their indices there. */
  readonly body: string;
}

/** Something that one of these privileges allows: on these indices, or on the cluster. */
interface Need {
  readonly privileges: readonly string[];
  readonly indices?: readonly string[];
}

const cluster = (...privileges: string[]): Need => ({ privileges });
const on = (indices: string | undefined, ...privileges: string[]): Need => ({
  privileges,
  // A name with a minus before it is left out of what a wildcard before it stands for.
  indices: (indices ?? '').split(',').filter((name) => !name.startsWith('-')),
});
const json = (text: string) => JSON.parse(text) as Record<string, Record<string, unknown>>;

/** What a role lacks for a request, in words; undefined: it may. */
export function refusal(role: Role, request: Request): string | undefined {
  for (const { privileges, indices } of needs(request)) {
    const allowed = (given: readonly string[]) => privileges.some((wanted) => given.includes(wanted));
    if (!indices) {
      if (!allowed(role.cluster)) return `${privileges.join(' or ')} on the cluster`;
      continue;
    }
    for (const index of indices) {
      const granted = role.indices.some(
        ({ names, privileges: given }) => allowed(given) && names.some((name) => meet(name, index)),
      );
      if (!granted) return `${privileges.join(' or ')} on ${index}`;
    }
  }
  return undefined;
}

const glob = (pattern: string) => new RegExp(`^${pattern.replace(/[^\w-]/g, '\\$&').replaceAll('\\*', '.*')}$`);
const meet = (granted: string, asked: string) => glob(granted).test(asked) || glob(asked).test(granted);

function needs({ method, path, body }: Request): Need[] {
  const [first = '', second, third] = decodeURIComponent(path).split('/').slice(1);
  const reads = method === 'GET' || method === 'HEAD';
  const lines = () => body.split('\n').filter((line) => line !== '');
  switch (first) {
    case '':
    case '_cluster':
    case '_nodes':
      return [cluster('monitor')];
    case '_cat':
      return third ? [on(third, 'monitor', 'manage')] : [cluster('monitor')];
    case '_index_template':
      return [cluster('manage_index_templates')];
    case '_snapshot':
      return [cluster(third ? 'cluster:admin/snapshot/*' : `cluster:admin/repository/${reads ? 'get' : 'put'}`)];
    case '_bulk':
      return documents(lines(), undefined);
    case '_msearch':
      return lines().flatMap((line, at) => (at % 2 === 0 ? [on(String(json(line).index), 'read')] : []));
    case '_mget':
      return (JSON.parse(body) as { docs: { _index: string }[] }).docs.map(({ _index }) => on(_index, 'read'));
    case '_aliases':
      return (JSON.parse(body) as { actions: Record<string, { index: string }>[] }).actions.flatMap((action) =>
        Object.values(action).map(({ index }) => on(index, 'manage')),
      );
    // A point in time was opened with the right to read.
    case '_search':
    case '_pit':
      return [];
  }
  switch (second) {
    case undefined:
      if (reads) return [on(first, 'view_index_metadata', 'manage')];
      return [on(first, method === 'PUT' ? 'create_index' : 'delete_index', 'manage')];
    case '_bulk':
      return documents(lines(), first);
    case '_doc':
    case '_create':
    case '_update':
      if (reads) return [on(first, 'read')];
      return [
        on(first, method === 'DELETE' ? 'delete' : 'index', ...(second === '_create' ? ['create', 'create_doc'] : [])),
      ];
    case '_search':
    case '_count':
    case '_pit':
    case '_mget':
      return [on(first, 'read')];
    case '_mapping':
      return [reads ? on(first, 'view_index_metadata', 'manage') : on(first, 'indices:admin/mapping/put', 'manage')];
    case '_refresh':
      return [on(first, 'maintenance', 'manage')];
    case '_stats':
      return [on(first, 'monitor', 'manage')];
    default:
      return [reads ? on(first, 'view_index_metadata', 'manage') : on(first, 'manage')];
  }
}

/** The action lines of a bulk request; all but `delete` have a document after them. */
function documents(lines: readonly string[], index: string | undefined): Need[] {
  const found: Need[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [[action, target] = ['', {}]] = Object.entries(json(lines[at] ?? '{}'));
    const wanted = { create: ['create', 'create_doc', 'index'], delete: ['delete'] }[action] ?? ['index'];
    found.push(on(String(target._index ?? index), ...wanted));
    if (action !== 'delete') at += 1;
  }
  return found;
}
