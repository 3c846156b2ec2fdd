import { expect, test } from 'vitest';
import type { Incident } from './incident.ts';
import { acknowledge, repair, silence } from './marks.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const at = '2026-03-02T10:00:00.000Z';
const open: Incident = {
  kind: 'leak',
  deviceId: '1',
  state: 'open',
  openedAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:02:00.000Z',
  mails: [],
};

test('an acknowledgement says who and when, and changes nothing else', () => {
  expect(acknowledge(open, ' Anne ', '  ', now)).toEqual({
    ...open,
    state: 'acknowledged',
    updatedAt: at,
    acknowledged: { at, by: 'Anne' },
  });
});

test.each([
  ['acknowledge', acknowledge],
  ['repair', repair],
])('%s does not open what is closed', (_name, act) => {
  expect(act({ ...open, state: 'closed' }, 'Anne', 'late', now).state).toBe('closed');
});

test('a repair acknowledges, but keeps who acknowledged first', () => {
  expect(repair(open, 'Anne', 'hose', now)).toMatchObject({
    state: 'acknowledged',
    acknowledged: { by: 'Anne' },
    repaired: { at, by: 'Anne', note: 'hose' },
  });
  const taken = acknowledge(open, 'Bert', undefined, now - 1000);
  expect(repair(taken, 'Anne', undefined, now).acknowledged?.by).toBe('Bert');
});

test('silence leaves the state alone', () => {
  const until = now + 3_600_000;
  expect(silence(open, 'Anne', until, undefined, now)).toMatchObject({
    state: 'open',
    silenced: { at, by: 'Anne', until: '2026-03-02T11:00:00.000Z' },
  });
});

test('what is too long is cut', () => {
  const { acknowledged } = acknowledge(open, 'x'.repeat(500), 'y'.repeat(5000), now);
  expect(acknowledged?.by).toHaveLength(100);
  expect(acknowledged?.note).toHaveLength(1000);
});
