import { pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accounts, passwordFile, sensorTypeNames } from './accounts.ts';
import { readArguments } from './arguments.ts';
import { rolesOf } from './elasticsearch.ts';
import { mosquittoPasswords, mosquittoRights } from './mosquitto.ts';
import { openVault } from './vault.ts';

describe('accounts', () => {
  test('every sensor type has its gateway, its ingestor and its sensors', () => {
    const users = new Set(accounts.map(({ user, server }) => `${user}@${server}`));
    for (const type of sensorTypeNames) {
      for (const user of [`gateway-${type}@mqtt`, `gateway-${type}@activemq`, `sensors-${type}@mqtt`]) {
        expect(users).toContain(user);
      }
      for (const server of ['activemq', 'elasticsearch']) expect(users).toContain(`ingestor-${type}@${server}`);
    }
  });

  test('no two share a password file', () => {
    expect(new Set(accounts.map(passwordFile)).size).toBe(accounts.length);
  });

  test("ActiveMQ's rights name every sensor type", () => {
    const rights = readFileSync(join(import.meta.dirname, '../activemq/security.xml'), 'utf8');
    for (const type of sensorTypeNames) {
      for (const name of [`queue="*.${type}"`, `queue="*.${type}.rejected"`, `topic="*.${type}.stored"`]) {
        expect(rights).toContain(name);
      }
    }
  });

  test('a gateway of one type may not read another, and no sensor may read', () => {
    const rights = mosquittoRights('acme');
    expect(rights).toContain('user gateway-air\ntopic read acme/air/#\n');
    expect(rights).not.toMatch(/user sensors-\w+\ntopic read/);
    expect(rights).toMatch(/user operations\ntopic write acme\/air\/canary\n$/);
  });

  test('an ingestor changes nothing but the indices of its type and declared meter swaps, and tells of what it refused', () => {
    const { 'ingestor-air': role } = rolesOf('acme', 'default');
    const writable = role?.indices.filter(({ privileges }) => privileges.includes('index'));
    expect(writable?.flatMap(({ names }) => names)).toEqual([
      'acme-air-data-*',
      'acme-air-daily-*',
      'acme-air-canary-*',
      'acme-air-monthly-*',
      'acme-meters-swaps',
    ]);
    expect(role?.indices.at(-1)).toEqual({ names: ['acme-rejected-*'], privileges: ['create_index', 'create_doc'] });
  });

  test('operations writes only what a migration may write again, its own records and copies', () => {
    const { operations } = rolesOf('acme', 'default');
    const writable = operations?.indices
      .filter(({ privileges }) =>
        privileges.some((privilege) => /^(index|create|manage|delete|all|write)/.test(privilege)),
      )
      .flatMap(({ names }) => names);
    expect(writable).toContain('acme-alerts-*');
    for (const everything of ['acme-*', '*']) expect(writable).not.toContain(everything);
  });

  test('kibana-import touches nothing but dashboards, data views and settings of its space', () => {
    const { 'kibana-import': role } = rolesOf('acme', 'workshop');
    expect([role?.cluster, role?.indices]).toEqual([[], []]);
    expect(role?.applications?.flatMap(({ resources }) => resources)).toEqual(['space:workshop']);
    for (const privilege of role?.applications?.flatMap(({ privileges }) => privileges) ?? []) {
      expect(privilege).toMatch(/^feature_(dashboard_v2|indexPatterns|advancedSettings)\.(minimal_)?all$/);
    }
  });

  test('operations deletes readings, and neither ledgers nor incidents', () => {
    const { operations } = rolesOf('acme', 'default');
    const deletable = operations?.indices
      .filter(({ privileges }) => privileges.some((privilege) => /^(manage|delete|all)/.test(privilege)))
      .flatMap(({ names }) => names);
    expect(deletable).toContain('acme-air-data-*');
    for (const name of deletable ?? [])
      expect(name).toMatch(
        /^acme-\w+-(data|monthly)-\*$|^(verify|drill)-acme-\*$|^acme-(air-)?canary-\*$|^operations-acme$/,
      );
  });
});

test("a password is hashed as Mosquitto's own program does", () => {
  const account = { user: 'sensors-air', server: 'mqtt', kind: 'devices' } as const;
  const line = mosquittoPasswords([account], () => 'a secret');
  const [, rounds = '', salt = '', hash = ''] = /^sensors-air:\$7\$(\d+)\$([^$]+)\$([^$]+)\n$/.exec(line) ?? [];
  const expected = pbkdf2Sync('a secret', Buffer.from(salt, 'base64'), Number(rounds), 64, 'sha512').toString('base64');
  expect(hash).toBe(expected);
  expect(line).not.toContain('a secret');
});

describe('the vault', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'vault-')), 'secrets');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

  test('keeps what it has, and says what is new', () => {
    const first = openVault(folder).random('x.password');
    const again = openVault(folder);
    expect(again.random('x.password')).toBe(first);
    expect(again.changed).toEqual([]);
    again.remove('x.password');
    expect(again.random('x.password')).not.toBe(first);
    expect(again.changed).toEqual(['made.json', 'x.password']);
    expect(first).toMatch(/^[\w-]{32}$/);
  });

  test('knows what it made from what somebody wrote', () => {
    const vault = openVault(folder);
    const own = vault.random('x.password');
    vault.write('y.password', 'typed\n');
    expect(vault.random('y.password')).toBe('typed');
    expect(['x.password', 'y.password'].map((name) => openVault(folder).isOwn(name))).toEqual([true, false]);
    expect(JSON.stringify(readFileSync(join(folder, 'made.json'), 'utf8'))).not.toContain(own);
    vault.write('x.password', 'typed over');
    expect(vault.isOwn('x.password')).toBe(false);
  });

  test('shows nothing to others', () => {
    const vault = openVault(folder);
    vault.random('x.password');
    vault.write('ca.pem', 'for all', { secret: false });
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    expect(mode(folder)).toBe('700');
    expect(mode(join(folder, 'x.password'))).toBe('600');
    expect(mode(join(folder, 'ca.pem'))).toBe('644');
    expect(mode(join(folder, 'made.json'))).toBe('600');
    expect(readdirSync(folder).sort()).toEqual(['ca.pem', 'made.json', 'x.password']);
  });
});

describe('the command line', () => {
  test.each([
    [['--rotate', 'everything'], '--rotate'],
    [['--host', 'broker.example.com'], '--host'],
    [['--host', 'mosquitto=a b'], '--host'],
    [['--customer', 'Finemeca SA'], '--customer'],
    [['--space', '../default'], '--space'],
    [['--nonsense'], 'nonsense'],
  ])('%j is refused', (args, named) => {
    expect(() => readArguments(args, {})).toThrow(named);
  });

  test('empty variables count as missing', () => {
    expect(readArguments([], { CUSTOMER: '', KIBANA_SPACE: '', SECRETS_FOLDER: '', SMTP_URL: '' })).toEqual({
      folder: '.secrets',
      customer: 'finemeca',
      space: 'default',
      hosts: [],
      rotate: [],
      smtpUrl: undefined,
    });
  });
});
