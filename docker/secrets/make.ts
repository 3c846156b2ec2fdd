import { type Account, accounts, passwordFile, type Server } from './accounts.ts';
import { activemqGroups, activemqUsers } from './activemq.ts';
import { type Rotation, type SecretsOptions, servers } from './arguments.ts';
import { ensureAuthority, ensureCertificate, ensureKeyStore, needAuthority, rotateAuthority } from './certificates.ts';
import { apiKeyDefinitions, fileRealm, kibanaSignOn, rolesFile } from './elasticsearch.ts';
import { mosquittoPasswords, mosquittoRights } from './mosquitto.ts';
import { openVault, type Vault } from './vault.ts';

export interface Made {
  /** Names of the files that are new or different. */
  readonly changed: readonly string[];
  /** Names of the files that were to be made anew, and belong to somebody else. */
  readonly kept: readonly string[];
}

/** Makes what is missing, and what is to be rotated, in the folder. @throws UsageError */
export function makeSecrets(options: SecretsOptions): Made {
  const vault = openVault(options.folder);
  const { customer, space } = options;
  const kept: string[] = [];
  // Before anything is forgotten.
  if (options.rotate.some((what) => what === 'authority' || what === 'certificates')) needAuthority(vault);
  for (const what of options.rotate) {
    if (what === 'authority') rotateAuthority(vault, customer);
    else kept.push(...forget(vault, what));
  }

  ensureAuthority(vault, customer);
  for (const name of servers) {
    const others = options.hosts.filter(({ server }) => server === name).map((host) => host.name);
    // Names once given stay, or a renewal without them would shut somebody out.
    const before = vault.has(`${name}.names`) ? vault.read(`${name}.names`).trim().split('\n') : [];
    const names = [...new Set([name, `${customer}_${name}`, 'localhost', ...before, ...others])];
    vault.write(`${name}.names`, `${names.join('\n')}\n`, { secret: false });
    ensureCertificate(vault, { name, names });
  }
  ensureKeyStore(vault, 'activemq');

  const passwordOf = (account: Account) => vault.random(passwordFile(account));
  const at = (server: Server) => accounts.filter((account) => account.server === server);
  vault.write('mosquitto.passwords', mosquittoPasswords(at('mqtt'), passwordOf));
  vault.write('mosquitto.acl', mosquittoRights(customer));
  vault.write('activemq.users', activemqUsers(at('activemq'), passwordOf));
  vault.write('activemq.groups', activemqGroups(at('activemq')));
  vault.write('activemq.properties', `keystore.password=${vault.read('activemq.keystore-password')}\n`);

  const realm = fileRealm(at('elasticsearch'), passwordOf);
  const kibana = kibanaSignOn(vault.random('kibana.token-secret'));
  vault.write('elasticsearch.users', realm.users);
  vault.write('elasticsearch.users_roles', realm.usersRoles);
  vault.write('elasticsearch.roles.yml', rolesFile(customer, space));
  vault.write('elasticsearch.service_tokens', kibana.line);
  for (const { name, body } of apiKeyDefinitions(customer, space)) vault.write(`api-key.${name}.json`, body);
  vault.write('kibana.yml', kibanaConfiguration(vault, kibana.token));
  // What somebody else knows, or decides: an empty file is to be filled in.
  if (options.smtpUrl !== undefined) vault.write('smtp.url', options.smtpUrl);
  for (const name of ['smtp.url', 'live-page.users', 'oidc.client-secret']) if (!vault.has(name)) vault.write(name, '');
  vault.random('acknowledge.secret');
  vault.random('session.secret');
  return { changed: vault.changed, kept };
}

/** Returns what it left, as only somebody else can change it: the password of a service at the customer's broker. */
function forget(vault: Vault, what: Exclude<Rotation, 'authority'>): readonly string[] {
  const kinds = { services: 'service', devices: 'devices', people: 'people' } as const;
  if (what === 'certificates') {
    for (const name of servers) vault.remove(`${name}.pem`);
    return [];
  }
  if (what === 'services') vault.remove('kibana.token-secret');
  const files = accounts.filter(({ kind }) => kind === kinds[what]).map(passwordFile);
  const kept = files.filter((name) => vault.has(name) && !vault.isOwn(name));
  for (const name of files) if (!kept.includes(name)) vault.remove(name);
  return kept;
}

/** JSON is YAML. The keys protect what Kibana stores; new ones would make that unreadable. */
function kibanaConfiguration(vault: Vault, token: string): string {
  const settings = {
    'server.host': '0.0.0.0',
    'server.ssl.enabled': true,
    'server.ssl.certificate': '/run/secrets/kibana.pem',
    'server.ssl.key': '/run/secrets/kibana.key',
    'elasticsearch.serviceAccountToken': token,
    'elasticsearch.ssl.certificateAuthorities': '/run/secrets/ca.pem',
    'xpack.security.encryptionKey': vault.random('kibana.security-key'),
    'xpack.encryptedSavedObjects.encryptionKey': vault.random('kibana.objects-key'),
    'xpack.reporting.encryptionKey': vault.random('kibana.reporting-key'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  return lines.join('');
}
