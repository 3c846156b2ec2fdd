import { describe, expect, it } from 'vitest';
import { readTicket, signTicket } from './acknowledge-link.ts';

const ticket = { index: 'finemeca-alerts-2026', id: 'leak-1-2026-04-17T21:54:41.000Z', expiresAt: 2_000 };
const text = signTicket(ticket, 'a secret');

describe('a link to acknowledge', () => {
  it('says which incident it is about', () => expect(readTicket(text, 'a secret', 1_999)).toEqual(ticket));
  it('expires', () => expect(readTicket(text, 'a secret', 2_000)).toEqual({ refused: 'expired' }));
  it.each([
    ['signed with another secret', signTicket(ticket, 'another')],
    ['about another incident', `${signTicket({ ...ticket, id: 'x' }, 'another').split('.')[0]}.${text.split('.')[1]}`],
    ['without a signature', text.split('.')[0] ?? ''],
    ['with more after it', `${text}.x`],
    ['empty', ''],
  ])('is refused when %s', (_, forged) => expect(readTicket(forged, 'a secret', 0)).toEqual({ refused: 'invalid' }));
});
