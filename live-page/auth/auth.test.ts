import { describe, expect, test } from 'vitest';
import { readConfig } from '../../shared/config/read.ts';
import { livePageConfiguration } from '../config.ts';
import { hashPassword, readPasswordHash, verifyPassword } from './password.ts';
import { localPath } from './return-to.ts';

const servers = { ACTIVEMQ_URL: 'stomp://localhost', ELASTICSEARCH_URL: 'http://localhost' };
const problemsOf = (environment: Record<string, string>) => {
  const read = readConfig(livePageConfiguration, { ...servers, ...environment });
  return 'problems' in read ? read.problems.map(({ variable }) => variable).sort() : [];
};
const hash = await hashPassword('pass word é');
const session = { SESSION_SECRET: 'x'.repeat(32) };

describe('the configuration', () => {
  test.each([
    ['nothing', {}, ['AUTH']],
    ['none', { AUTH: 'none' }, []],
    ['basic alone', { AUTH: 'basic' }, ['AUTH_USERS', 'SESSION_SECRET']],
    ['basic', { AUTH: 'basic', AUTH_USERS: `anne=${hash}, luc=${hash}`, ...session }, []],
    ['a password in the clear', { AUTH: 'basic', AUTH_USERS: 'anne=secret', ...session }, ['AUTH_USERS']],
    ['a short secret', { AUTH: 'basic', AUTH_USERS: `anne=${hash}`, SESSION_SECRET: 'short' }, ['SESSION_SECRET']],
    [
      'oidc alone',
      { AUTH: 'oidc' },
      ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ISSUER', 'PUBLIC_URL', 'SESSION_SECRET'],
    ],
    ['a base path with a slash at the end', { AUTH: 'none', BASE_PATH: '/x/' }, ['BASE_PATH']],
    ['proxies by number', { AUTH: 'none', TRUST_PROXY: '1' }, []],
    ['proxies by network', { AUTH: 'none', TRUST_PROXY: 'loopback, 10.0.0.0/8' }, []],
    ['proxies by name', { AUTH: 'none', TRUST_PROXY: 'proxy.example' }, ['TRUST_PROXY']],
    ['an origin with a path', { AUTH: 'none', CORS_ORIGINS: 'https://a.example/x' }, ['CORS_ORIGINS']],
  ])('%s', (_what, environment, problems) => expect(problemsOf(environment)).toEqual(problems));
});

// Each check takes as long as an attacker's, and longer on a busy machine.
test('a password is right, or it is not', { timeout: 60_000 }, async () => {
  const kept = readPasswordHash(hash);
  expect(await verifyPassword('pass word é', kept)).toBe(true);
  // The same letters, composed in another way.
  expect(await verifyPassword('pass word e\u0301', kept)).toBe(true);
  expect(await verifyPassword('pass word e', kept)).toBe(false);
  expect(await verifyPassword('', undefined)).toBe(false);
});

test.each(['', 'secret', 'scrypt.99.aaaa.bbbb', 'scrypt.16.aaaa.bbbb', hash.slice(0, -5)])('%s is no hash', (text) =>
  expect(readPasswordHash(text)).toBeUndefined(),
);

test.each([
  ['/?device=air-1', '/?device=air-1'],
  ['/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/a\r\nSet-Cookie: x', '/'],
  [undefined, '/'],
  [['/a'], '/'],
])('after signing in at %j one goes to %s', (given, path) => expect(localPath(given)).toBe(path));
