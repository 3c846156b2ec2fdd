import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCommand } from '../../stack/commands.ts';
import type { Rotation } from './arguments.ts';
import { makeSecrets } from './make.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = (...rotate: Rotation[]) =>
  makeSecrets({ folder, customer: 'acme', space: 'default', hosts: [], rotate, smtpUrl: undefined });
const path = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(path(name), 'utf8');
const trusted = () =>
  (read('ca.pem').match(/-----BEGIN[\s\S]+?END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
/** Whether somebody who knows these authorities accepts what the broker shows. */
const accepts = (authorities: readonly X509Certificate[]) => {
  const shown = new X509Certificate(read('mosquitto.pem'));
  return authorities.some((authority) => shown.checkIssued(authority) && shown.verify(authority.publicKey));
};

describe.skipIf(!findCommand('openssl'))('a new authority', () => {
  test('is announced first, signs at the second run, and shuts nobody out in between', () => {
    make();
    const before = trusted();
    expect(accepts(before)).toBe(true);

    make('authority');
    const announced = trusted();
    expect(announced).toHaveLength(2);
    expect(accepts(before)).toBe(true);
    expect(accepts(announced)).toBe(true);

    make('authority');
    expect(trusted().map(({ subject }) => subject)).toEqual([announced[1]?.subject]);
    expect(accepts(before)).toBe(false);
    expect(accepts(announced)).toBe(true);
    expect(accepts(trusted())).toBe(true);
    expect(existsSync(path('next-ca.key'))).toBe(false);
  });

  test('needs its key, which is kept elsewhere; passwords do not', () => {
    make();
    const shown = read('mosquitto.pem');
    rmSync(path('ca.key'));
    expect(make('services').changed).toContain('gateway-air.mqtt.password');
    for (const what of ['certificates', 'authority'] as const) expect(() => make(what)).toThrow('ca.key');
    expect(read('mosquitto.pem')).toBe(shown);
    expect(existsSync(path('ca.key'))).toBe(false);
  });
});

describe.skipIf(!findCommand('openssl'))('new passwords for the services', () => {
  const ofGateway = ['gateway-air.mqtt.password', 'gateway-air.activemq.password'] as const;

  test('leave those that the customer gave for a broker of their own', () => {
    make();
    const [mqtt, activemq] = ofGateway;
    const before = read(activemq);
    writeFileSync(path(mqtt), 'given by the customer\n');
    // In between: it stays theirs.
    expect(make().kept).toEqual([]);
    const { changed, kept } = make('services');
    expect(kept).toEqual([mqtt]);
    expect(read(mqtt)).toBe('given by the customer\n');
    expect(changed).toContain(activemq);
    expect(read(activemq)).not.toBe(before);
  });

  test('take the place of all that were made here, and of one that was deleted', () => {
    make();
    const before = ofGateway.map(read);
    writeFileSync(path(ofGateway[0]), 'given by the customer');
    rmSync(path(ofGateway[0]));
    expect(make('services').kept).toEqual([]);
    for (const [at, name] of ofGateway.entries()) {
      expect(read(name)).toMatch(/^[\w-]{32}$/);
      expect(read(name)).not.toBe(before[at]);
    }
  });
});
