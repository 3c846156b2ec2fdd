import { Publisher } from '../../shared/activemq/publisher.ts';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import { createLogger } from '../../shared/logger.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { createSiteTime, millisecondsPerDay } from '../../shared/site-time.ts';
import type { CheckMailConfig, ObservationConfig } from '../config.ts';
import { type FoundIncident, replay } from '../evaluate/replay.ts';
import { incidentId } from '../incident-id.ts';
import { noticeId } from '../mails.ts';
import type { Notice, NoticeKind } from '../notice.ts';
import { createObserver } from '../observe.ts';
import { messageOf } from '../outbox.ts';
import { pictureEnd } from '../picture-end.ts';
import { createLastDay } from '../pressures.ts';

/** From the first local midnight to the last one, `to` excluded. Milliseconds since the epoch. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Readings of so long before are judged too: what is open at midnight began before it. */
const runUpMs = millisecondsPerDay;

export interface Finding {
  readonly incidents: readonly FoundIncident[];
  /** How many readings of the range, and of the device, were looked at. */
  readonly readings: number;
}

/** What a running alerter would have found in a range, of all devices or of one. Throws when Elasticsearch is away. */
export async function check(
  client: ElasticsearchClient,
  config: ObservationConfig,
  { from, to }: Range,
  device: string | undefined,
): Promise<Finding> {
  const observer = createObserver(client, config.customer, createSiteTime(config.siteTimeZone));
  const until = Math.min(to, Date.now());
  const isAsked = (one: { readonly device?: string; readonly deviceId?: string }) =>
    device === undefined || one.device === device || one.deviceId === device;
  let readings = 0;
  async function* counted() {
    for await (const page of observer.measured(from - runUpMs, until)) {
      readings += page.filter((reading) => reading.at >= from && isAsked(reading)).length;
      yield page;
    }
  }
  const found = await replay(counted(), {
    settings: config.evaluation,
    pollSeconds: config.pollSeconds,
    from: from - runUpMs,
    to: until,
  });
  const incidents = found.filter(
    (incident) => (incident.closedAt === undefined || Date.parse(incident.closedAt) >= from) && isAsked(incident),
  );
  return { incidents, readings };
}

const mailKinds = {
  leak: { open: 'leak-opened', closed: 'leak-recovered' },
  'sensor-silent': { open: 'sensor-silent', closed: 'sensor-back' },
  'pipeline-down': { open: 'pipeline-down', closed: 'pipeline-back' },
} as const satisfies Record<string, Record<'open' | 'closed', NoticeKind>>;

/**
 * Puts a notice of each incident on the queue, marked late. They are asked for by a person, so they are mailed whatever was
 * mailed before. Throws when the broker does not answer within `patienceMs`.
 */
export async function mailFound(
  client: ElasticsearchClient,
  config: CheckMailConfig,
  found: readonly FoundIncident[],
  patienceMs: number,
): Promise<void> {
  const lastDay = createLastDay(client, config.customer, createSiteTime(config.siteTimeZone));
  const now = new Date().toISOString();
  const notices: Notice[] = [];
  for (const incident of found) {
    const { kind, state, deviceId, openedAt } = incident;
    const mailKind = mailKinds[kind][state === 'closed' ? 'closed' : 'open'];
    const until = pictureEnd(incident, Date.parse(now));
    const pressures = deviceId === undefined ? [] : ((await lastDay([deviceId], until)).get(deviceId) ?? []);
    notices.push({
      id: noticeId(`check-${now}-${incidentId(kind, deviceId, Date.parse(openedAt))}`, mailKind),
      kind: mailKind,
      decidedAt: now,
      cycle: now,
      incident: { ...incident, late: true, updatedAt: now, mails: [] },
      ...(incident.outage === undefined ? {} : { outage: incident.outage }),
      pressures: [...pressures],
    });
  }
  if (notices.length === 0) return;
  const logger = createLogger({ service: 'alerter', level: 'silent', format: 'json' });
  const publisher = new Publisher({ config: config.activemq, logger, purpose: 'notices' });
  publisher.start();
  const timer = setTimeout(() => publisher.close(), patienceMs);
  try {
    await publisher.whenConnected();
    if (!publisher.connected)
      throw new Error(`ActiveMQ does not answer within ${patienceMs / 1000} s: nothing is mailed.`);
    const { queue } = alertNamesOf(config.customer);
    await publisher.sendAll(notices.map((notice) => messageOf(queue, notice)));
  } finally {
    clearTimeout(timer);
    await publisher.close();
  }
}
