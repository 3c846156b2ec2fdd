import { expect, test } from 'vitest';
import { erase, erased, itemsOf, type PersonalItem, partAbout, partOlder, sameName } from './names.ts';

const at = '2026-11-02T10:00:00.000Z';
const incident = {
  kind: 'leak',
  state: 'acknowledged',
  acknowledged: { at, by: 'Anne Dupont', note: 'valve 3' },
  repaired: { at, by: 'Luc', note: 'with anne  dupont' },
  silenced: { at, by: 'Luc', until: at },
};
const swap = { sensorType: 'centrale', declaredBy: 'anne', declaredAt: at };

test.each([
  ['Anne Dupont', ' anne  dupont ', true],
  ['Éric', 'éric'.normalize('NFD'), true],
  ['Eric', 'Éric', false],
  ['Anne', 'Anne Dupont', false],
])('%j and %j are one person: %s', (a, b, expected) => expect(sameName(a, b)).toBe(expected));

test('what a document says of people', () => {
  expect(itemsOf(incident).map(({ field, name }) => [field, name])).toEqual([
    ['acknowledged', 'Anne Dupont'],
    ['repaired', 'Luc'],
    ['silenced', 'Luc'],
  ]);
  expect(itemsOf(swap)).toEqual([{ field: 'declaredBy', name: 'anne', at }]);
  expect(itemsOf({ kind: 'leak' })).toEqual([]);
});

test('a person is erased where they did something, and a note that names them goes', () => {
  const ofAnne = (item: PersonalItem) => partAbout(item, 'Anne Dupont');
  const without = erase(incident, ofAnne);
  expect(without).toEqual({ ...incident, acknowledged: { at, by: erased }, repaired: { at, by: 'Luc' } });
  expect(erase(without ?? {}, ofAnne)).toBeUndefined();
  expect(erase(swap, (item) => partAbout(item, 'Anne'))).toEqual({ ...swap, declaredBy: erased });
  expect(erase(swap, (item) => partAbout(item, 'Luc'))).toBeUndefined();
});

test('names that are old enough go', () => {
  const now = Date.parse(at) + 10 * 86_400_000;
  expect(erase(swap, (item) => partOlder(item, 10, now))).toBeUndefined();
  expect(erase(swap, (item) => partOlder(item, 10, now + 1))).toEqual({ ...swap, declaredBy: erased });
});
