import { createHash, pbkdf2Sync } from 'node:crypto';
import { canaryType } from '../../shared/canary.ts';
import {
  alertNamesOf,
  canaryRunIndexOf,
  healthIndexOf,
  meterNamesOf,
  namesOf,
  rejectionIndexOf,
} from '../../shared/names.ts';
import { type Account, sensorTypeNames } from './accounts.ts';

/** What Elasticsearch calls a role descriptor. */
interface Role {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
  readonly applications?: readonly {
    readonly application: string;
    readonly privileges: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** `monitor` is for readiness; a template is put in place by whoever writes into its indices. */
const writer = ['monitor', 'manage_index_templates'];
const write = ['create_index', 'create', 'index', 'read', 'view_index_metadata', 'maintenance'];
const read = ['read', 'view_index_metadata'];

const kibana = 'kibana-.kibana';

/** The least that each account needs at Elasticsearch, by its name; `space` is the one of the dashboards in Kibana. */
export function rolesOf(customer: string, space: string): Readonly<Record<string, Role>> {
  const all = `${customer}-*`;
  const alerts = `${alertNamesOf(customer).incidentIndex}-*`;
  const runs = `${canaryRunIndexOf(customer)}-*`;
  const months = (type: string) => `${customer}-${type}-monthly-*`;
  const ingestors = sensorTypeNames.map((type) => {
    const { dataIndex, ledgerIndex, canaryIndex } = namesOf(customer, type);
    // A late reading of a compacted day is written into its month.
    const names = [`${dataIndex}-*`, `${ledgerIndex}-*`, `${canaryIndex}-*`, months(type)];
    // In whose container people declare that a meter was swapped, or take that back.
    const swaps = { names: [meterNamesOf(customer).swapIndex], privileges: [...write, 'delete'] };
    // What was refused is told once and never changed.
    const refused = { names: [`${rejectionIndexOf(customer)}-*`], privileges: ['create_index', 'create_doc'] };
    return [`ingestor-${type}`, { cluster: writer, indices: [{ names, privileges: write }, swaps, refused] }] as const;
  });
  return {
    ...Object.fromEntries(ingestors),
    alerter: {
      cluster: writer,
      indices: [
        { names: [all], privileges: read },
        { names: [alerts], privileges: write },
        // What became of the mail of a drill.
        { names: [runs], privileges: ['index', 'read'] },
      ],
    },
    'live-page': {
      cluster: ['monitor'],
      indices: [
        { names: [all], privileges: read },
        // Whoever acknowledges writes that into the incident.
        { names: [alerts], privileges: ['index', 'read'] },
      ],
    },
    // Copies that it reads back have a first name of their own. It deletes readings, but neither ledgers nor incidents: it
    // brings those to the next release and erases names in them, and they are restored with the sign-on of `admin`.
    operations: {
      cluster: [...writer, 'cluster:admin/repository/get', 'cluster:admin/repository/put', 'cluster:admin/snapshot/*'],
      indices: [
        { names: [all], privileges: [...read, 'monitor', 'maintenance'] },
        { names: rewritten(customer), privileges: ['index', 'indices:admin/mapping/put'] },
        { names: [`operations-${customer}`], privileges: [...write, 'delete'] },
        {
          names: sensorTypeNames.flatMap((type) => [`${namesOf(customer, type).dataIndex}-*`, months(type)]),
          privileges: [...write, 'manage'],
        },
        // Canaries and their runs are no readings: they are deleted when they are old.
        { names: [runs, `${namesOf(customer, canaryType).canaryIndex}-*`], privileges: [...write, 'manage'] },
        { names: [`${customer}-backups`, `${healthIndexOf(customer)}-*`], privileges: write },
        { names: [`verify-${customer}-*`, `drill-${customer}-*`], privileges: ['read', 'manage'] },
      ],
    },
    staff: {
      cluster: [],
      indices: [{ names: [all], privileges: read }],
      applications: [{ application: kibana, privileges: ['read'], resources: ['*'] }],
    },
    // Writes what the import brings, in its space, and reads no index: dashboards (without reports and short addresses),
    // data views, and the space's settings.
    'kibana-import': {
      cluster: [],
      indices: [],
      applications: [
        {
          application: kibana,
          privileges: ['feature_dashboard_v2.minimal_all', 'feature_indexPatterns.all', 'feature_advancedSettings.all'],
          resources: [`space:${space}`],
        },
      ],
    },
  };
}

/** What a migration may have to write again, beside readings; in incidents and swaps names are erased too. */
const rewritten = (customer: string): readonly string[] =>
  [
    ...sensorTypeNames.map((type) => namesOf(customer, type)).flatMap((of) => [of.ledgerIndex, of.canaryIndex]),
    meterNamesOf(customer).prefix,
    rejectionIndexOf(customer),
    healthIndexOf(customer),
    alertNamesOf(customer).incidentIndex,
  ].map((prefix) => `${prefix}-*`);

/** Roles as `roles.yml`; JSON is YAML. */
export const rolesFile = (customer: string, space: string): string =>
  Object.entries(rolesOf(customer, space))
    .map(([name, role]) => `${name}: ${JSON.stringify(role)}\n`)
    .join('');

/** For a cluster that is not of this stack: the body of `POST /_security/api_key`, one file for each service. */
export const apiKeyDefinitions = (
  customer: string,
  space: string,
): readonly { readonly name: string; readonly body: string }[] =>
  Object.entries(rolesOf(customer, space))
    .filter(([name]) => name !== 'staff')
    .map(([name, role]) => ({
      name,
      body: `${JSON.stringify({ name: `${customer}-${name}`, role_descriptors: { [name]: role } }, undefined, 2)}\n`,
    }));

/** `{PBKDF2}` of Elasticsearch; the salt follows from the name, so that the same password gives the same file. */
function hashOf(name: string, password: string): string {
  const salt = createHash('sha256').update(`elasticsearch ${name}`).digest();
  const hash = pbkdf2Sync(password, salt, 10_000, 32, 'sha512');
  return `{PBKDF2}10000$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** The files `users` and `users_roles` of the file realm, which needs no superuser to be set up. */
export function fileRealm(
  accounts: readonly Account[],
  passwordOf: (account: Account) => string,
): { readonly users: string; readonly usersRoles: string } {
  return {
    users: accounts.map((account) => `${account.user}:${hashOf(account.user, passwordOf(account))}\n`).join(''),
    usersRoles: accounts.map(({ user }) => `${user === 'admin' ? 'superuser' : user}:${user}\n`).join(''),
  };
}

const kibanaToken = 'elastic/kibana/stack';

/** Kibana's sign-on: its line in the file `service_tokens`, and the token that Kibana shows. */
export const kibanaSignOn = (secret: string): { readonly line: string; readonly token: string } => ({
  line: `${kibanaToken}:${hashOf(kibanaToken, secret)}\n`,
  token: Buffer.concat([Buffer.from([0, 1, 0, 1]), Buffer.from(`${kibanaToken}:${secret}`)]).toString('base64'),
});
