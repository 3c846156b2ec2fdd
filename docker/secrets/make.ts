import { type Account, accounts, passwordFile, type Server } from './accounts.ts';
import { activemqGroups, activemqUsers } from './activemq.ts';
import { type Rotation, type SecretsOptions, servers } from './arguments.ts';
import { ensureAuthority, ensureCertificate, ensureKeyStore, needAuthority, rotateAuthority } from './certificates.ts';
import { apiKeyDefinitions, fileRealm, kibanaSignOn, rolesFile } from './elasticsearch.ts';
import { mosquittoPasswords, mosquittoRights } from './mosquitto.ts';
import { openVault, type Vault } from './vault.ts';

/** Makes what is missing, and what is to be rotated, in the folder; returns the names of the files that changed. @throws UsageError */
export function makeSecrets(options: SecretsOptions): readonly string[] {
  const vault = openVault(options.folder);
  const { customer } = options;
  // Before anything is forgotten.
  if (options.rotate.some((what) => what === 'authority' || what === 'certificates')) needAuthority(vault);
  for (const what of options.rotate) {
    if (what === 'authority') rotateAuthority(vault, customer);
    else forget(vault, what);
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
  vault.write('elasticsearch.roles.yml', rolesFile(customer));
  vault.write('elasticsearch.service_tokens', kibana.line);
  for (const { name, body } of apiKeyDefinitions(customer)) vault.write(`api-key.${name}.json`, body);
  vault.write('kibana.yml', kibanaConfiguration(vault, kibana.token));
  // What somebody else knows, or decides: an empty file is to be filled in.
  if (options.smtpUrl !== undefined) vault.write('smtp.url', options.smtpUrl);
  for (const name of ['smtp.url', 'live-page.users', 'oidc.client-secret']) if (!vault.has(name)) vault.write(name, '');
  vault.random('acknowledge.secret');
  vault.random('session.secret');
  return vault.changed;
}

function forget(vault: Vault, what: Exclude<Rotation, 'authority'>): void {
  const kinds = { services: 'service', devices: 'devices', people: 'people' } as const;
  if (what === 'certificates') for (const name of servers) vault.remove(`${name}.pem`);
  if (what === 'services') vault.remove('kibana.token-secret');
  if (what in kinds) {
    const kind = kinds[what as keyof typeof kinds];
    for (const account of accounts) if (account.kind === kind) vault.remove(passwordFile(account));
  }
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
