import { acknowledgePath, signTicket } from '../../shared/incidents/acknowledge-link.ts';
import { millisecondsPerDay } from '../../shared/site-time.ts';
import type { Notice } from '../notice.ts';
import type { MailConfig } from './config.ts';

type Addresses = Pick<MailConfig, 'publicUrl' | 'dashboardUrl' | 'acknowledgeSecret'>;

/** How long the link to acknowledge works: over a long weekend. */
export const ticketDays = 7;
const beforeMs = 60 * 60_000;
const afterMs = 15 * 60_000;

/** The live page, at the device where there is one. */
export function liveUrl({ publicUrl }: Addresses, { incident }: Notice): string | undefined {
  if (publicUrl === undefined) return undefined;
  const device = incident.deviceId;
  return device === undefined ? `${publicUrl}/` : `${publicUrl}/?device=${encodeURIComponent(device)}`;
}

/** Only for what is open and nobody has taken charge of; undefined otherwise, and where the site has no such page. */
export function acknowledgeUrl(
  { publicUrl, acknowledgeSecret }: Addresses,
  { incident, stored }: Notice,
  now: number,
): string | undefined {
  if (!publicUrl || !acknowledgeSecret || !stored || incident.state !== 'open') return undefined;
  const expiresAt = now + ticketDays * millisecondsPerDay;
  return `${publicUrl}${acknowledgePath}${signTicket({ ...stored, expiresAt }, acknowledgeSecret)}`;
}

/** Kibana's dashboard from an hour before the incident until a little after its end, or after the decision. */
export function dashboardUrl({ dashboardUrl }: Addresses, { incident, decidedAt }: Notice): string | undefined {
  if (dashboardUrl === undefined) return undefined;
  const from = new Date(Date.parse(incident.openedAt) - beforeMs).toISOString();
  const to = new Date(Date.parse(incident.closedAt ?? decidedAt) + afterMs).toISOString();
  // Percent-encoded throughout: mail programs end a link at a quote or a parenthesis.
  const state = encodeURIComponent(`(time:(from:'${from}',to:'${to}'))`)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll("'", '%27');
  const own = dashboardUrl.replace(/([?&])_g=[^&]*&?/, '$1').replace(/[?&]$/, '');
  const inHash = own.slice(own.indexOf('#') + 1);
  return `${own}${inHash.includes('?') ? '&' : '?'}_g=${state}`;
}
