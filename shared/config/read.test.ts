import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { activemqVariables, buildActivemq, buildCommon, commonVariables } from './common.ts';
import { defineConfig, type Environment, readConfig } from './read.ts';
import { perDevice } from './values.ts';

const definition = defineConfig(
  { ...commonVariables, ...activemqVariables, PRESSURES: perDevice('is no pair', (value) => value > 0).optional() },
  (values) => ({ ...buildCommon(values), activemq: buildActivemq(values), pressures: values.PRESSURES }),
);
const url = { ACTIVEMQ_URL: 'stomp://queue:61613' };

function configOf(environment: Environment) {
  const read = readConfig(definition, environment);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

function problemsOf(environment: Environment) {
  const read = readConfig(definition, environment);
  return 'problems' in read ? read.problems : [];
}

test('the defaults are those of the contract', () => {
  expect(configOf(url)).toMatchObject({
    customer: 'finemeca',
    siteTimeZone: 'Europe/Brussels',
    readingPeriodSeconds: 30,
    logLevel: 'info',
    logFormat: 'json',
    healthPort: 9100,
    revision: undefined,
  });
});

test('an empty variable counts as missing', () => {
  expect(configOf({ ...url, CUSTOMER: '', HEALTH_PORT: '', PRESSURES: '' })).toEqual(configOf(url));
  expect(problemsOf({ ACTIVEMQ_URL: '' })).toEqual([{ variable: 'ACTIVEMQ_URL', problem: 'is missing' }]);
});

test('several addresses, per-device values and fractions of a second are read', () => {
  const config = configOf({
    ACTIVEMQ_URL: 'stomp://a:1, stomp+ssl://b',
    PRESSURES: 'air-1=6, hall 2=5.5',
    READING_PERIOD_SECONDS: '.5',
  });
  expect(config.activemq.urls).toEqual(['stomp://a:1', 'stomp+ssl://b']);
  expect(config.pressures).toEqual(
    new Map([
      ['air-1', 6],
      ['hall 2', 5.5],
    ]),
  );
  expect(config.readingPeriodSeconds).toBe(0.5);
});

describe('what is wrong is named', () => {
  test.each([
    ['CUSTOMER', 'Finemeca SA'],
    ['CUSTOMER', '../x'],
    ['SITE_TIME_ZONE', 'Mars/Base'],
    ['READING_PERIOD_SECONDS', '0'],
    ['READING_PERIOD_SECONDS', '-3'],
    ['READING_PERIOD_SECONDS', '1e3'],
    ['READING_PERIOD_SECONDS', 'soon'],
    ['LOG_LEVEL', 'loud'],
    ['HEALTH_PORT', '65536'],
    ['HEALTH_PORT', '80.5'],
    ['ACTIVEMQ_URL', 'http://queue'],
    ['ACTIVEMQ_URL', 'stomp://'],
    ['ACTIVEMQ_URL', 'stomp://a,,stomp://b'],
    ['ACTIVEMQ_CA_FILE', '/does/not/exist.pem'],
    ['PRESSURES', 'air-1'],
    ['PRESSURES', '=6'],
    ['PRESSURES', 'air-1=six'],
    ['PRESSURES', 'air-1=-6'],
  ])('%s=%s', (variable, value) => {
    expect(problemsOf({ ...url, [variable]: value })).toEqual([{ variable, problem: expect.any(String) }]);
  });

  test('all of it at once', () => {
    const problems = problemsOf({ CUSTOMER: 'A B', LOG_LEVEL: 'loud', HEALTH_PORT: 'x' });
    expect(problems.map(({ variable }) => variable).sort()).toEqual([
      'ACTIVEMQ_URL',
      'CUSTOMER',
      'HEALTH_PORT',
      'LOG_LEVEL',
    ]);
  });
});

describe('a secret in a file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
  writeFileSync(file, ' with spaces \n');

  test('is read without the line feed that editors add', () => {
    expect(configOf({ ...url, ACTIVEMQ_PASSWORD_FILE: file }).activemq.password).toBe(' with spaces ');
  });

  test('and beside it is one too many', () => {
    const problems = problemsOf({ ...url, ACTIVEMQ_PASSWORD: 'x', ACTIVEMQ_PASSWORD_FILE: file });
    expect(problems).toEqual([{ variable: 'ACTIVEMQ_PASSWORD', problem: expect.stringContaining('keep one') }]);
  });

  test('that is not there is named by its own variable', () => {
    expect(problemsOf({ ...url, ACTIVEMQ_PASSWORD_FILE: '/nope' })[0]?.variable).toBe('ACTIVEMQ_PASSWORD_FILE');
  });

  test('is not offered for what is no secret', () => {
    expect(configOf({ ...url, CUSTOMER_FILE: file }).customer).toBe('finemeca');
  });
});
