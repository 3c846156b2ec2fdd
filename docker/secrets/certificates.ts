import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Vault } from './vault.ts';

/** A server that shows a certificate, and the names by which others reach it. */
export interface Server {
  readonly name: string;
  readonly names: readonly string[];
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const authorityDays = '3650';
// Browsers accept no more, and a rotation costs a restart.
const serverDays = '397';

/** Nothing secret is on its command line. */
function openssl(vault: Vault, args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd: vault.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The site's own authority: `ca.pem` to be handed out, `ca.key` to be kept off the network. */
export function ensureAuthority(vault: Vault, customer: string): void {
  if (vault.has('ca.key') && vault.has('ca.pem')) return;
  const subject = ['-subj', `/CN=${customer} telemetry authority`];
  const constraints = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl(vault, [
    ...['req', '-x509', ...curve, '-days', authorityDays, ...subject, ...constraints],
    ...['-keyout', '.ca.key', '-out', '.ca.pem'],
  ]);
  vault.adopt('ca.key', { secret: true });
  vault.adopt('ca.pem', { secret: false });
}

/** `<name>.pem` and `<name>.key`, unless they are there for these names, by this authority, and good for another month. */
export function ensureCertificate(vault: Vault, { name, names }: Server): void {
  const pem = `${name}.pem`;
  if (vault.has(pem) && vault.has(`${name}.key`) && isGood(vault, pem, names)) return;
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
