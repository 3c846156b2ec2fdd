import { expect, test, vi } from 'vitest';
import type { Notice } from '../notice.ts';
import { Hand, type NoticeInHand } from './hand.ts';
import { sampleNotices } from './samples.ts';

const [sample] = sampleNotices(0) as [Notice];
const named = (id: string): Notice => ({ ...sample, id });
const inHand = (id: string, ...to: string[]): NoticeInHand => ({
  notice: named(id),
  delivery: { headers: {}, body: Buffer.alloc(0) },
  waiting: new Set(to),
  refusals: [],
  accepted: 0,
  refused: 0,
});
const batch = () => ({ deliveries: [], acknowledge: vi.fn(), valid: true });
const tasks = (hand: Hand) => hand.tasks.map(({ to, notice }) => `${notice.id} ${to}`);

test('batches are acknowledged in order, each when all its notices are settled and taken out', () => {
  const hand = new Hand();
  const [first, second] = [batch(), batch()];
  hand.take(first, [inHand('1', 'a', 'b')]);
  hand.take(second, [inHand('2', 'a')]);
  hand.settle({ to: 'a', notices: [named('1')] });
  hand.settle({ to: 'a', notices: [named('2')] });
  expect(hand.takeSettled().map(({ notice }) => notice.id)).toEqual(['2']);
  hand.acknowledge();
  expect(first.acknowledge).not.toHaveBeenCalled();
  expect(second.acknowledge).not.toHaveBeenCalled();
  hand.settle({ to: 'b', notices: [named('1')] }, { to: 'b', code: 'refused-by-mail-server', reason: 'no' });
  expect(hand.takeSettled()).toMatchObject([{ accepted: 1, refusals: [{ to: 'b' }] }]);
  hand.acknowledge();
  expect(first.acknowledge).toHaveBeenCalledOnce();
  expect(second.acknowledge).toHaveBeenCalledOnce();
  expect(hand.empty).toBe(true);
});

test('what is delivered again goes only to whom it did not go before', () => {
  const hand = new Hand();
  hand.take(batch(), [inHand('1', 'a', 'b')]);
  hand.settle({ to: 'a', notices: [named('1')] });
  hand.take(batch(), [inHand('1', 'a', 'b'), inHand('2', 'a')]);
  expect(tasks(hand)).toEqual(['1 b', '2 a']);
  hand.settle({ to: 'b', notices: [named('1')] });
  hand.settle({ to: 'a', notices: [named('2')] });
  expect(hand.takeSettled()).toMatchObject([
    { notice: { id: '1' }, accepted: 2 },
    { notice: { id: '2' }, accepted: 1 },
  ]);
  hand.acknowledge();
  expect(hand.empty).toBe(true);
});

test('a batch without notices is acknowledged at once', () => {
  const hand = new Hand();
  const empty = batch();
  hand.take(empty, []);
  hand.acknowledge();
  expect(empty.acknowledge).toHaveBeenCalledOnce();
});

test('what came over a connection that is gone is forgotten, but not whom it went to', () => {
  const hand = new Hand();
  const lost = batch();
  hand.take(lost, [inHand('1', 'a', 'b')]);
  hand.take(batch(), [inHand('2', 'a')]);
  hand.settle({ to: 'a', notices: [named('1')] });
  expect([hand.isServed('a', named('1')), hand.isServed('b', named('1'))]).toEqual([true, false]);
  expect([hand.waits('a', named('1')), hand.waits('b', named('1'))]).toEqual([false, true]);
  expect(hand.anyWaits(named('1'))).toBe(true);
  hand.dropStale();
  expect(tasks(hand)).toEqual(['1 b', '2 a']);
  lost.valid = false;
  hand.dropStale();
  expect(tasks(hand)).toEqual(['2 a']);
  expect([hand.waits('b', named('1')), hand.anyWaits(named('1'))]).toEqual([false, false]);
  hand.take(batch(), [inHand('1', 'a', 'b')]);
  expect(tasks(hand)).toEqual(['2 a', '1 b']);
});
