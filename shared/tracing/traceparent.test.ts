import { expect, test } from 'vitest';
import { createRate } from './rate.ts';
import { newSpanId, readTraceparent, traceIdOf, writeTraceparent } from './traceparent.ts';

test('a trace has the id of its reading, and comes back as it was written', () => {
  const traceId = traceIdOf('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
  const spanId = newSpanId();
  for (const sampled of [true, false]) {
    const written = writeTraceparent({ traceId, spanId, sampled });
    expect(written).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${spanId}-0${sampled ? 1 : 0}`);
    expect(readTraceparent(written)).toEqual({ traceId, spanId, sampled });
  }
});

test.each([
  [undefined],
  [''],
  ['00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01'],
  ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01'],
  ['01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more'],
])('%j is no trace that is known here', (text) => {
  expect(readTraceparent(text)).toBeUndefined();
});

test('so many are sampled in a second, and again so many in the next', () => {
  const isSampled = createRate(2);
  const times = [1000, 1001, 1002, 1999, 2000, 2500, 2900];
  expect(times.map(isSampled)).toEqual([true, true, false, false, true, true, false]);
});
