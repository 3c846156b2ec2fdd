import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCommands } from '../../stack/system-packages.ts';

/** PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a site. */
export interface Authority {
  /** Path of its certificate. */
  readonly file: string;
  /** A certificate for a host, signed by it. */
  issue(host: string): Certificate;
}

export async function createAuthority(): Promise<Authority> {
  const missing = await ensureCommands(
    [{ command: 'openssl', package: 'openssl' }],
    AbortSignal.timeout(120_000),
    () => undefined,
  );
  if (missing) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Site CA');
  return {
    file: join(folder, 'ca.pem'),
    issue(host) {
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-keyout', `${host}.key`, '-out', `${host}.pem`];
      openssl('req', '-x509', ...key, ...signed, '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`);
      const pem = (ending: string) => readFileSync(join(folder, `${host}.${ending}`), 'utf8');
      return { cert: pem('pem'), key: pem('key') };
    },
  };
}
