import { describe, expect, test } from 'vitest';
import { commonVariables } from '../../shared/config/common.ts';
import { defineConfig, type Environment, readConfig } from '../../shared/config/read.ts';
import { buildMail, checkMail, mailVariables } from './config.ts';

const definition = defineConfig({ ...commonVariables, ...mailVariables }, buildMail, checkMail);
const least = {
  SMTP_URL: 'smtp://mail.example',
  MAIL_FROM: 'no-reply@finemeca.be',
  MAIL_TO: 'maintenance@finemeca.be',
};

function configOf(environment: Environment) {
  const read = readConfig(definition, { ...least, ...environment });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

function problemOf(variable: string, value: string): string | undefined {
  const read = readConfig(definition, { ...least, [variable]: value });
  return 'problems' in read ? read.problems.map((one) => `${one.variable} ${one.problem}`).join('; ') : undefined;
}

test('a server, a sender and a recipient are enough', () => {
  const config = configOf({});
  expect(config).toMatchObject({
    smtp: { host: 'mail.example', port: 587, secure: false },
    from: { address: 'no-reply@finemeca.be' },
    to: ['maintenance@finemeca.be'],
    routes: [],
    quietHours: [],
    publicUrl: undefined,
    timeZone: 'Europe/Brussels',
    customer: 'finemeca',
  });
  expect(config.smtp.username).toBeUndefined();
  expect(config.languageOf('maintenance@finemeca.be')).toBe('fr');
});

test.each([
  ['smtp://user:p%40ss@[::1]:2525', { host: '::1', port: 2525, secure: false, username: 'user', password: 'p@ss' }],
  ['smtps://mail.example', { host: 'mail.example', port: 465, secure: true }],
  ['smtp://mail.example:25', { port: 25 }],
])('the server %s', (url, expected) => {
  expect(configOf({ SMTP_URL: url }).smtp).toMatchObject(expected);
});

test.each([
  ['no-reply@finemeca.be', { address: 'no-reply@finemeca.be' }],
  ['Air comprimé <no-reply@finemeca.be>', { name: 'Air comprimé', address: 'no-reply@finemeca.be' }],
  ['"Finemeca, air" <no-reply@finemeca.be>', { name: 'Finemeca, air', address: 'no-reply@finemeca.be' }],
])('the sender %s', (given, expected) => {
  expect(configOf({ MAIL_FROM: given }).from).toEqual(expected);
});

test('each recipient has a language, in whatever case the address is written', () => {
  const { languageOf } = configOf({ MAIL_LANGUAGE: 'nl, Hans@x.be=de,john@x.be=en' });
  expect(['hans@X.be', 'john@x.be', 'other@x.be'].map(languageOf)).toEqual(['de', 'en', 'nl']);
  expect(configOf({ MAIL_LANGUAGE: 'john@x.be=en' }).languageOf('other@x.be')).toBe('fr');
});

test('routes name kinds, devices and recipients', () => {
  const given = 'leak=a@x.be, b@x.be; leak-reminder/air-1=nobody; */hall=2/west = c@x.be;pipeline=it@x.be;';
  expect(configOf({ MAIL_ROUTES: given }).routes).toEqual([
    { subject: 'leak', to: ['a@x.be', 'b@x.be'] },
    { subject: 'leak-reminder', device: 'air-1', to: [] },
    { subject: '*', device: 'hall=2/west', to: ['c@x.be'] },
    { subject: 'pipeline', to: ['it@x.be'] },
  ]);
});

test('what air costs is known from the receiver and the price, or not at all', () => {
  expect(configOf({}).airCost).toBeUndefined();
  expect(configOf({ AIR_RECEIVER_LITRES: '2000', ELECTRICITY_PRICE: '0.25' }).airCost).toEqual({
    receiverLitres: 2000,
    pricePerKwh: 0.25,
  });
});

describe('what is wrong is said', () => {
  test.each([
    ['AIR_RECEIVER_LITRES', '2000', 'ELECTRICITY_PRICE is missing'],
    ['ELECTRICITY_PRICE', '0.25', 'AIR_RECEIVER_LITRES is missing'],
  ])('%s=%s alone', (variable, value, problem) => expect(problemOf(variable, value)).toContain(problem));

  test.each([
    ['AIR_RECEIVER_LITRES', '0', 'must be a volume in litres'],
    ['ELECTRICITY_PRICE', '25', 'must be a price in EUR/kWh'],
    ['SMTP_URL', 'http://mail', 'must be a URL that begins with smtp:// or smtps://'],
    ['SMTP_URL', 'smtp://', 'must be a URL'],
    ['SMTP_URL', 'smtp://u:%zz@mail', 'has a user or password'],
    ['SMTP_CA_FILE', '/does/not/exist.pem', 'cannot be read'],
    ['MAIL_FROM', 'nobody', 'must be an address such as'],
    ['MAIL_FROM', 'A\r\nBcc: <x@y.be>', 'must be an address such as'],
    ['MAIL_TO', 'a@x.be, b', "'b' is not a mail address"],
    ['MAIL_TO', ' , ', 'names no address'],
    ['MAIL_TO', 'a@x.be\nBcc: b@x.be', 'is not a mail address'],
    ['MAIL_LANGUAGE', 'es', "'es' names none of fr, en, de, it, nl"],
    ['MAIL_LANGUAGE', 'fr,x=de', "'x=de' is not a language, or an address and its language"],
    ['MAIL_ROUTES', 'leak', "'leak' is not a route"],
    ['MAIL_ROUTES', 'leak/=a@x.be', 'is not a route'],
    ['MAIL_ROUTES', 'fire=a@x.be', 'begins with none of leak-opened, leak-reminder'],
    ['MAIL_ROUTES', 'leak=', 'names no address; write nobody'],
    ['MAIL_ROUTES', 'leak=a@x.be,b', "has 'b', which is not a mail address"],
    ['MAIL_ROUTES', 'leak=a@x.be;leak=b@x.be', "'leak=b@x.be' comes twice"],
    ['QUIET_HOURS', '22-6', "'22-6' is not hours such as"],
    ['QUIET_HOURS', '22:00-25:00', 'is not hours'],
    ['QUIET_HOURS', '22:60-06:00', 'is not hours'],
    ['QUIET_HOURS', '06:00-06:00', 'is not hours'],
    ['QUIET_HOURS', 'Mon-Xyz 22:00-06:00', 'is not hours'],
    ['PUBLIC_URL', 'live.finemeca.be', 'must be a URL'],
    ['ACKNOWLEDGE_SECRET', 'short', 'must have at least 16 characters'],
  ])('%s=%j', (variable, value, problem) => {
    expect(problemOf(variable, value)).toContain(`${variable} `);
    expect(problemOf(variable, value)).toContain(problem);
  });

  test('and a password is never repeated', () => {
    expect(problemOf('SMTP_URL', 'ftp://u:hunter2@mail')).not.toContain('hunter2');
    expect(problemOf('SMTP_URL', 'smtp://u:hunter2%zz@mail')).not.toContain('hunter2');
  });
});
