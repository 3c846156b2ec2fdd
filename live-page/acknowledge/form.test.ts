import { expect, test } from 'vitest';
import type { Incident } from '../../shared/incidents/incident.ts';
import { html } from '../html.ts';
import { readForm } from './routes.ts';

const now = Date.parse('2026-04-17T22:00:00Z');
const incident: Incident = {
  kind: 'leak',
  state: 'open',
  openedAt: '2026-04-17T21:00:00Z',
  updatedAt: '2026-04-17T21:00:00Z',
  mails: [],
};

test.each([
  [{}, 'name'],
  [{ name: 'x'.repeat(81) }, 'name'],
  [{ name: ['Luc'] }, 'name'],
  [{ name: 'Luc', note: 'a\u0007' }, 'note'],
  [undefined, 'name'],
])('%j lacks its %s', (body, problem) => expect(readForm(body, undefined)).toMatchObject({ problem }));

test('a form becomes a change', () => {
  const made = (body: Record<string, string>, signedIn?: string) => {
    const form = readForm(body, signedIn, () => now);
    return 'change' in form ? form.change(incident) : undefined;
  };
  expect(made({ name: ' Luc ' })).toMatchObject({ state: 'acknowledged', acknowledged: { by: 'Luc' } });
  expect(made({ name: 'Luc' }, 'Anne')).toMatchObject({ acknowledged: { by: 'Anne' } });
  expect(made({ name: 'Luc', action: 'repair' })).toMatchObject({ repaired: { by: 'Luc' } });
  expect(made({ name: 'Luc', action: 'silence', hours: '24' })).toMatchObject({
    silenced: { until: '2026-04-18T22:00:00.000Z' },
  });
  expect(made({ name: 'Luc', action: 'silence', hours: '9999' })).toMatchObject({
    silenced: { until: '2026-04-17T23:00:00.000Z' },
  });
});

test('every value in HTML is escaped', () => {
  expect(html`<p title="${`"'`}">${'<b>&'}${[html`<i>${'<'}</i>`]}${undefined}</p>`.text).toBe(
    '<p title="&quot;&#39;">&lt;b&gt;&amp;<i>&lt;</i></p>',
  );
});
