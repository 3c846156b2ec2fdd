import { expect, test } from 'vitest';
import { type Condition, fieldsOf, toKql, toQuery } from './condition.ts';

test.each<[Condition, string, object, string[]]>([
  [{ field: 'kind', is: 'leak' }, 'kind : "leak"', { term: { kind: 'leak' } }, ['kind']],
  [{ field: 'localWeekday', is: 7 }, 'localWeekday : 7', { term: { localWeekday: 7 } }, ['localWeekday']],
  [{ field: 'margin', below: 0 }, 'margin < 0', { range: { margin: { lt: 0 } } }, ['margin']],
  [{ field: 'hour', from: 1, below: 5 }, 'hour >= 1 and hour < 5', { range: { hour: { gte: 1, lt: 5 } } }, ['hour']],
  [
    { field: 'quality', isOneOf: ['dip', 'spike'] },
    'quality : ("dip" or "spike")',
    { terms: { quality: ['dip', 'spike'] } },
    ['quality'],
  ],
  [{ present: 'quality' }, 'quality : *', { exists: { field: 'quality' } }, ['quality']],
  [
    { not: { present: 'quality' } },
    'not quality : *',
    { bool: { must_not: [{ exists: { field: 'quality' } }] } },
    ['quality'],
  ],
  [
    { all: [{ field: 'kind', is: 'leak' }, { not: { field: 'state', is: 'closed' } }] },
    'kind : "leak" and (not state : "closed")',
    { bool: { filter: [{ term: { kind: 'leak' } }, { bool: { must_not: [{ term: { state: 'closed' } }] } }] } },
    ['kind', 'state'],
  ],
  [
    { not: { field: 'hour', from: 1, below: 5 } },
    'not (hour >= 1 and hour < 5)',
    { bool: { must_not: [{ range: { hour: { gte: 1, lt: 5 } } }] } },
    ['hour'],
  ],
])('%j', (condition, kql, query, fields) => {
  expect(toKql(condition)).toBe(kql);
  expect(toQuery(condition)).toEqual(query);
  expect(fieldsOf(condition)).toEqual(fields);
});
