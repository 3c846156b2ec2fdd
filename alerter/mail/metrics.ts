import { Counter, type Registry } from 'prom-client';
import { type AnyNoticeKind, noticeKinds } from '../notice.ts';

const outcomes = ['sent', 'refused', 'postponed'] as const;
type MailOutcome = (typeof outcomes)[number];

/** What the sender counts. No address is in it. */
export interface MailMetrics {
  /** What became of a mail; one about several things counts as `group`. */
  settled(kind: AnyNoticeKind | 'group', outcome: MailOutcome): void;
  malformed(): void;
  withoutPicture(): void;
}

export function createMailMetrics(registry: Registry): MailMetrics {
  const mails = new Counter({
    name: 'telemetry_alerter_mails_total',
    help: 'Mails by kind of notice and by what the SMTP server said',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const malformed = new Counter({
    name: 'telemetry_alerter_malformed_notices_total',
    help: 'Messages that were no notice and went to the dead letters',
    registers: [registry],
  });
  const pictures = new Counter({
    name: 'telemetry_alerter_picture_failures_total',
    help: 'Mails that left without their picture as it could not be drawn',
    registers: [registry],
  });
  // A series that begins with its first event has no increase: Prometheus would miss that event.
  for (const kind of [...noticeKinds, 'drill', 'group']) {
    for (const outcome of outcomes) mails.inc({ kind, outcome }, 0);
  }
  return {
    settled: (kind, outcome) => mails.inc({ kind, outcome }),
    malformed: () => malformed.inc(),
    withoutPicture: () => pictures.inc(),
  };
}
