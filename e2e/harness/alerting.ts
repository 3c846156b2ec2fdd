import { inject } from 'vitest';
import type { Incident } from '../../shared/incidents/incident.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { type RunningService, startService } from './service.ts';
import type { Site } from './site.ts';

/** Quick enough to watch, with the proportions of the real ones. */
const quick = {
  POLL_SECONDS: '0.5',
  SILENT_AFTER_SECONDS: '300',
  MAIL_FROM: 'Finemeca <no-reply@finemeca.example>',
};

/** Mails of one site have an address of their own. */
export const mailbox = (site: Site): string => `maintenance@${site.customer}.test`;

export const startAlerter = (
  site: Site,
  smtpUrl: string,
  more: Readonly<Record<string, string>> = {},
): RunningService =>
  startService('alerter', { ...site.environment, ...quick, SMTP_URL: smtpUrl, MAIL_TO: mailbox(site), ...more });

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
