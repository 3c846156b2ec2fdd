import { expect, test } from 'vitest';
import type { Logger } from './logger.ts';
import { describeError, Outage } from './outage.ts';

function outageAt() {
  const lines: string[] = [];
  const clock = { now: 1_000_000 };
  const log = (_fields: unknown, line: string) => lines.push(line);
  const outage = new Outage('the queue', { warn: log, info: log } as unknown as Logger, () => clock.now);
  return { lines, clock, outage };
}

const error = new Error('connection refused');

test('one line when it goes, one when it is back, whatever the attempts between', () => {
  const { lines, clock, outage } = outageAt();
  for (let attempt = 0; attempt < 20; attempt++) outage.began(error);
  expect(outage.lasting).toBe(true);
  clock.now += 42_000;
  outage.ended();
  outage.ended();
  expect(outage.lasting).toBe(false);
  expect(lines).toEqual(['the queue is away; trying again until it is back', 'the queue is back after 42 s']);
});

test('coming and going is one trouble, said once', () => {
  const { lines, clock, outage } = outageAt();
  for (let times = 0; times < 50; times++) {
    outage.began(error);
    clock.now += 1000;
    outage.ended();
    clock.now += 1000;
  }
  expect(lines).toEqual([
    'the queue is away; trying again until it is back',
    'the queue is back after 1 s',
    'the queue keeps going away and coming back',
  ]);
});

test('a relapse that lasts is said all the same', () => {
  const { lines, clock, outage } = outageAt();
  outage.began(error);
  outage.ended();
  outage.began(error);
  clock.now += 6000;
  outage.began(error);
  clock.now += 4000;
  outage.ended();
  expect(lines.slice(2)).toEqual(['the queue is away; trying again until it is back', 'the queue is back after 10 s']);
});

test('an error is described with its code and causes', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(describeError(new Error('no broker', { cause: refused }))).toBe('no broker: connect (ECONNREFUSED)');
  expect(describeError(new AggregateError([refused, new Error('b')]))).toBe('connect (ECONNREFUSED); b');
  expect(describeError(new Error('connect (ECONNREFUSED)', { cause: refused }))).toBe('connect (ECONNREFUSED)');
  expect(describeError('text')).toBe('text');
});
