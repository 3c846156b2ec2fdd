import { describe, expect, test } from 'vitest';
import * as templates from '../../shared/elasticsearch/templates.ts';
import { familiesOf } from './families.ts';
import { compareFields, hasField, type Properties } from './fields.ts';

const date = { type: 'date' } as const;
const keyword = { type: 'keyword', ignore_above: 1024 } as const;

describe('what an index lacks', () => {
  test.each<[string, Properties, Properties, string[], string[], string[]]>([
    ['nothing', { at: date }, { at: date }, [], [], []],
    ['a field', { at: date, by: keyword }, { at: date }, ['by'], ['by'], []],
    ['nothing, where it has more', { at: date }, { at: date, by: keyword }, [], [], []],
    [
      'a field inside of an object',
      { m: { properties: { at: date, by: keyword } } },
      { m: { properties: { at: date } } },
      ['m'],
      ['m.by'],
      [],
    ],
    ['an object', { m: { type: 'object', properties: { at: date } } }, {}, ['m'], ['m.at'], []],
    [
      'a type that cannot be changed',
      { at: date, n: { type: 'long' } },
      { at: keyword },
      ['n'],
      ['n'],
      ['at is keyword, not date'],
    ],
    [
      'one inside of an object, and nothing else of it',
      { m: { properties: { at: date, by: keyword } } },
      { m: { properties: { at: keyword } } },
      [],
      [],
      ['m.at is keyword, not date'],
    ],
  ])('%s', (_case, wanted, present, missing, fields, conflicts) => {
    const found = compareFields(wanted, present);
    expect({ ...found, missing: Object.keys(found.missing) }).toEqual({ missing, fields, conflicts });
  });
});

test.each([
  [{ slope: 0 }, ['slope'], true],
  [{ slope: null }, ['slope'], false],
  [{ other: 1 }, ['slope'], false],
  [{ mark: { by: 'Anne' } }, ['mark.by'], true],
  [{ mark: {} }, ['mark.by'], false],
  [{ mails: [{ kind: 'opened' }, { sentAt: 'x' }] }, ['mails.sentAt'], true],
  [{ mails: [{ kind: 'opened' }] }, ['mails.sentAt'], false],
])('%j has one of %j: %s', (source, fields, expected) => expect(hasField(source, fields)).toBe(expected));

test('every template has its indices migrated', () => {
  const made = Object.keys(templates).filter((name) => name.endsWith('Template') && name !== 'installTemplate');
  const kinds = familiesOf('finemeca', 0).map(({ name }) => name.replace(/finemeca-(air|centrale|devicev01)-/, ''));
  expect(new Set(kinds).size).toBe(made.length);
});
