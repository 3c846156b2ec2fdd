import { describe, expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

/** A machine whose wall clock is `ahead` of the server's, and a server 1,000,000 ms after the epoch when it starts. */
function machine(ahead = 0) {
  const at = { real: 0, ahead, slept: 0 };
  const server = () => 1_000_000 + at.real;
  const clock = new ServerClock({ wall: () => server() + at.ahead, steady: () => at.real - at.slept });
  const ask = (there: number, back: number) => {
    const take = clock.ask();
    at.real += there;
    const answer = server();
    at.real += back;
    take(answer);
  };
  return { at, clock, ask, wrongBy: () => clock.now() - server() };
}

describe('the clock of the server', () => {
  test('is ours as long as it has said nothing', () => {
    const { clock, wrongBy } = machine(70);
    expect([wrongBy(), clock.jumped]).toEqual([70, true]);
  });

  test('follows the quickest answer', () => {
    const { ask, clock, wrongBy } = machine(-3_600_000);
    ask(0, 4_000);
    expect(wrongBy()).toBe(-2_000);
    ask(10, 10);
    expect(wrongBy()).toBe(0);
    ask(1_000, 0);
    expect([wrongBy(), clock.jumped]).toEqual([0, false]);
  });

  test.each([
    ['set back by an hour', { ahead: -3_600_000 }, 0],
    ['set forward by an hour', { ahead: 3_600_000 }, 3_600_000],
    ['asleep for an hour', { slept: 3_600_000 }, 0],
    ['corrected by half a second', { ahead: -500 }, 0],
  ])('a machine that was %s makes no value younger, and is right at the next answer', (_what, change, wrong) => {
    const { at, ask, clock, wrongBy } = machine();
    ask(5, 5);
    at.real += 3_600_000;
    Object.assign(at, change);
    expect(wrongBy()).toBe(wrong);
    expect(clock.jumped).toBe(!('ahead' in change && change.ahead === -500));
    // Slower than the first answer, and yet the only one that counts.
    ask(40, 40);
    expect([wrongBy(), clock.jumped]).toEqual([0, false]);
  });
});
