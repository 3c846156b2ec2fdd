import { inject } from 'vitest';
import type { Incident } from '../../shared/incidents/incident.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { type RunningService, startService } from './service.ts';
import type { Site } from './site.ts';

/** Quick enough to watch, with the proportions of the real ones. */
export const quick = {
  POLL_SECONDS: '0.5',
  SILENT_AFTER_SECONDS: '300',
  MAIL_FROM: 'Finemeca <no-reply@finemeca.example>',
  MAIL_TO: 'maintenance@finemeca.example',
};

export const startAlerter = (site: Site, more: Readonly<Record<string, string>> = {}): RunningService =>
  startService('alerter', { ...site.environment, SMTP_URL: 'smtp://127.0.0.1:9', ...quick, ...more });

export type StoredIncident = Incident & { readonly id: string };

/** The incidents of a site as an outsider reads them, oldest first. */
export async function incidentsOf(site: Site): Promise<readonly StoredIncident[]> {
  const base = `${inject('elasticsearchUrl')}/${alertNamesOf(site.customer).incidentIndex}-*`;
  await fetch(`${base}/_refresh`, { method: 'POST' });
  const answer = await fetch(`${base}/_search?size=10000`);
  const { hits } = (await answer.json()) as { hits: { hits: { _id: string; _source: Incident }[] } };
  return hits.hits
    .map(({ _id, _source }) => ({ ..._source, id: _id }))
    .sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt));
}

/** The kinds of notices that alerters have put on the queue, in the order of each. */
export const queuedBy = (...alerters: readonly RunningService[]): string[] =>
  alerters.flatMap(({ log }) =>
    log.filter(({ msg }) => msg === 'a notice waits to be mailed').map(({ kind }) => String(kind)),
  );
