import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { UsageError } from './arguments.ts';
import type { Vault } from './vault.ts';

/** A server that shows a certificate, and the names by which others reach it. */
export interface Server {
  readonly name: string;
  readonly names: readonly string[];
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
/** The authority that is announced, and signs from the next rotation on. */
const next = 'next-ca';
const authorityDays = '3650';
// Browsers accept no more, and a rotation costs a restart.
const serverDays = '397';

/** Nothing secret is on its command line. */
function openssl(vault: Vault, args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: vault.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Key and certificate of an authority; no two have the same name, or one would be taken for the other. */
function makeAuthority(vault: Vault, customer: string, name: string): void {
  const subject = ['-subj', `/CN=${customer} telemetry authority ${randomBytes(4).toString('hex')}`];
  const constraints = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl(vault, [
    ...['req', '-x509', ...curve, '-days', authorityDays, ...subject, ...constraints],
    ...['-keyout', `.${name}.key`, '-out', `.${name}.pem`],
  ]);
  vault.adopt(`${name}.key`, { secret: true });
  vault.adopt(`${name}.pem`, { secret: false });
}

/** The site's own authority: `ca.pem` to be handed out, `ca.key` to be kept off the network. */
export function ensureAuthority(vault: Vault, customer: string): void {
  if (!vault.has('ca.pem')) makeAuthority(vault, customer, 'ca');
}

/** Its key is kept elsewhere, and nothing is signed without it. @throws UsageError */
export function needAuthority(vault: Vault): void {
  if (vault.has('ca.pem') && !vault.has('ca.key')) {
    throw new UsageError('New certificates are due: put ca.key back into the folder for this run.');
  }
}

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * A new authority in two calls, so that nobody is shut out: after the first one `ca.pem` names both, and is to be handed
 * out; the second one signs with the new one, and forgets the old one. What was appended to `ca.pem` stays.
 */
export function rotateAuthority(vault: Vault, customer: string): void {
  if (!vault.has('ca.pem')) return;
  const [present = '', ...others] = vault.read('ca.pem').match(certificate) ?? [];
  const write = (certificates: readonly string[]) =>
    vault.write('ca.pem', `${certificates.join('\n')}\n`, { secret: false });
  if (vault.has(`${next}.key`)) {
    vault.write('ca.key', vault.read(`${next}.key`));
    write(others);
    for (const end of ['key', 'pem']) vault.remove(`${next}.${end}`);
  } else {
    makeAuthority(vault, customer, next);
    write([present, ...(vault.read(`${next}.pem`).match(certificate) ?? []), ...others]);
  }
}

/** `<name>.pem` and `<name>.key`, unless they are there for these names, by this authority, and good for another month. */
export function ensureCertificate(vault: Vault, { name, names }: Server): void {
  const pem = `${name}.pem`;
  if (vault.has(pem) && vault.has(`${name}.key`) && isGood(vault, pem, names)) return;
  needAuthority(vault);
  const alternatives = names.map((host) => `${/^[\d.]+$|:/.test(host) ? 'IP' : 'DNS'}:${host}`).join(',');
  openssl(vault, [
    ...['req', '-x509', ...curve, '-days', serverDays, '-CA', 'ca.pem', '-CAkey', 'ca.key'],
    ...['-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alternatives}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'extendedKeyUsage=serverAuth'],
    ...['-keyout', `.${name}.key`, '-out', `.${pem}`],
  ]);
  vault.adopt(`${name}.key`, { secret: true });
  vault.adopt(pem, { secret: false });
}

/** Key and certificate as Java wants them; its password is a secret too. */
export function ensureKeyStore(vault: Vault, name: string): void {
  const store = `${name}.p12`;
  if (vault.has(store) && !vault.changed.includes(`${name}.pem`)) return;
  const password = 'activemq.keystore-password';
  vault.write(password, randomBytes(24).toString('base64url'));
  openssl(vault, [
    ...['pkcs12', '-export', '-in', `${name}.pem`, '-inkey', `${name}.key`, '-name', name],
    ...['-passout', `file:${password}`, '-out', `.${store}`],
  ]);
  vault.adopt(store, { secret: true });
}

function isGood(vault: Vault, pem: string, names: readonly string[]): boolean {
  try {
    openssl(vault, ['verify', '-CAfile', 'ca.pem', pem]);
    openssl(vault, ['x509', '-in', pem, '-noout', '-checkend', String(30 * 86_400)]);
    const shown = openssl(vault, ['x509', '-in', pem, '-noout', '-ext', 'subjectAltName']);
    return names.every((name) => shown.includes(`:${name}`));
  } catch {
    return false;
  }
}
