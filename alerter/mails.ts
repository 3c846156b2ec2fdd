import type { Incident, IncidentMail } from '../shared/incidents/incident.ts';
import type { NoticeKind } from './notice.ts';

/*
 * The mails of an incident, which are kept on it. A mail is called by its notice's kind, a reminder also by its number:
 * `leak-opened`, `leak-reminder-2`. All functions are pure.
 */

/** The notice of a mail: unique over all incidents. */
export const noticeId = (incidentId: string, mailKind: string): string => `${incidentId}:${mailKind}`;

/** The mail that a notice is about. */
export const mailKindOf = (notice: string): string => notice.slice(notice.lastIndexOf(':') + 1);

export const noticeKindOf = (mailKind: string): NoticeKind => mailKind.replace(/-\d+$/, '') as NoticeKind;

/** The incident with one more mail; unchanged when that mail has been decided already. */
export function withMail(incident: Incident, kind: string, now: number): Incident {
  if (incident.mails.some((mail) => mail.kind === kind)) return incident;
  return { ...incident, mails: [...incident.mails, { kind, decidedAt: new Date(now).toISOString() }] };
}

/** The incident with something said of one of its mails; unchanged when it is said already, or there is no such mail. */
export function withMark(
  incident: Incident,
  kind: string,
  mark: 'queuedAt' | 'sentAt' | 'refusedAt',
  at: number,
): Incident {
  const marked = incident.mails.map((mail) =>
    mail.kind === kind && mail[mark] === undefined ? { ...mail, [mark]: new Date(at).toISOString() } : mail,
  );
  return marked.some((mail, place) => mail !== incident.mails[place]) ? { ...incident, mails: marked } : incident;
}

/** The incident with recipients who have one of its mails; unchanged when that is said already. */
export function withServed(incident: Incident, kind: string, recipients: readonly string[]): Incident {
  const before = incident.mails.find((mail) => mail.kind === kind);
  const served = [...new Set([...(before?.served ?? []), ...recipients])];
  if (!before || served.length === (before.served?.length ?? 0)) return incident;
  return { ...incident, mails: incident.mails.map((mail) => (mail === before ? { ...mail, served } : mail)) };
}

/** Whether the SMTP server has had its say. */
export const isDone = ({ sentAt, refusedAt }: IncidentMail): boolean => sentAt !== undefined || refusedAt !== undefined;

/** The mails whose notices nobody has put on the queue. */
export const unqueued = ({ mails }: Incident): IncidentMail[] =>
  mails.filter((mail) => mail.queuedAt === undefined && !isDone(mail));
