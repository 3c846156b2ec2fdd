import { expect, test } from 'vitest';
import { readConfig } from '../../shared/config/read.ts';
import { livePageConfiguration } from '../config.ts';

const usual = { ACTIVEMQ_URL: 'stomp://localhost', ELASTICSEARCH_URL: 'http://localhost', AUTH: 'none' };
const address = 'http://operations:9100';

test.each([
  [{}, undefined],
  [{ STATUS_URL: address }, undefined],
  [
    { STATUS_URL: `${address}/`, STATUS_USERS: '*' },
    { url: address, users: ['*'] },
  ],
])('%o gives %o', (given, expected) => {
  const read = readConfig(livePageConfiguration, { ...usual, ...given });
  expect('config' in read && read.config.status).toEqual(expected);
});

test.each([
  [{ STATUS_USERS: '*' }, 'STATUS_URL'],
  [{ STATUS_URL: address, STATUS_USERS: 'anne' }, 'STATUS_USERS'],
])('%o is refused for %s', (given, variable) => {
  const read = readConfig(livePageConfiguration, { ...usual, ...given });
  expect('problems' in read && read.problems.map((each) => each.variable)).toEqual([variable]);
});
