import { createHash } from 'node:crypto';
import type { IncidentKind } from '../../shared/incidents/incident.ts';
import type { Notice, NoticeKind } from '../notice.ts';
import { addressKey } from './address.ts';
import type { MailConfig } from './config.ts';
import type { Letter } from './letters.ts';

/** Identity of a mail, and the conversation that it belongs to; RFC 5322, 3.6.4. */
export interface Identity {
  readonly messageId: string;
  /** The first mail of the incident; absent in it, and where a mail is about several. */
  readonly inReplyTo?: string;
}

/** The notice that begins each kind of incident. */
const openers: Readonly<Record<IncidentKind, NoticeKind>> = {
  leak: 'leak-opened',
  'sensor-silent': 'sensor-silent',
  'pipeline-down': 'pipeline-down',
};

/**
 * The same letter always has the same identity, whoever sends it and however often: a mail program shows a second copy as
 * one. The first mail of an incident is known by the incident, so that every later one can answer it.
 */
export function identityOf(
  { to, notices }: Letter,
  { from, customer }: Pick<MailConfig, 'from' | 'customer'>,
): Identity {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase();
  const id = (...parts: readonly string[]) => {
    const hash = createHash('sha256')
      .update([customer, ...parts, addressKey(to)].join('\0'))
      .digest('hex');
    return `<${hash.slice(0, 40)}@${domain}>`;
  };
  const [notice] = notices;
  if (notice?.kind === 'drill' && notices.length === 1) return { messageId: id('drill', notice.id) };
  if (notice === undefined || notice.kind === 'drill' || notices.length > 1)
    return { messageId: id('group', ...notices.map((one) => one.id).sort()) };
  const first = id('incident', incidentKey(notice));
  if (notice.kind === openers[notice.incident.kind]) return { messageId: first };
  return { messageId: id('notice', notice.id), inReplyTo: first };
}

/** Not by where it is stored: what began while Elasticsearch was away had no place yet. */
const incidentKey = ({ incident }: Notice): string =>
  [incident.kind, incident.deviceId ?? '', incident.openedAt].join(' ');
