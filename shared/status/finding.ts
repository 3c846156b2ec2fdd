import { z } from 'zod';

/** How a part stands. `not-watched`: nobody said where it is. */
export const healths = ['ok', 'warning', 'broken', 'not-watched'] as const;
export type Health = (typeof healths)[number];

/** What is looked at. Of services, sensors and disks there are several, each with a name. */
export const parts = [
  'service',
  'mqtt',
  'activemq',
  'queues',
  'dead-letters',
  'elasticsearch',
  'disk',
  'shards',
  'backup',
  'mail-server',
  'mail',
  'canary',
  'sensor',
  'sensors',
] as const;
export type Part = (typeof parts)[number];

/** What can be said of a part; the texts say it in words. */
export const statements = [
  'not-set',
  'accepts',
  'no-answer',
  'cannot-be-read',
  'ready',
  'waits-for',
  'silent-service',
  'waiting',
  'unknown-queues',
  'none',
  'letters',
  'green',
  'yellow',
  'red',
  'disk',
  'shards',
  'reading',
  'silent-sensor',
  'no-readings',
  'backup',
  'no-backup',
  'unverified',
  'mail',
  'no-mail',
  'unsent',
  'no-canary',
  'canary-passed',
  'canary-failed',
  'canary-overdue',
] as const;
export type Statement = (typeof statements)[number];

/** What to do next; the texts say it in words. */
export const advices = [
  'start-service',
  'see-to-checks',
  'start-mqtt',
  'start-activemq',
  'see-ingestors',
  'see-letters',
  'start-elasticsearch',
  'read-elasticsearch-log',
  'restore',
  'make-room',
  'compact',
  'check-sensor',
  'check-chain',
  'make-backup',
  'see-backup-log',
  'check-mail-server',
  'see-mails',
  'send-canary',
  'see-hop',
  'see-operations',
] as const;
export type Advice = (typeof advices)[number];

/**
 * What the placeholders of a text stand for. A number is written with the language's separators; `age` is a duration in
 * milliseconds, and `bytes` is one of bytes.
 */
const values = z.record(z.string(), z.union([z.string().max(2000), z.number()]));

export const finding = z.object({
  part: z.enum(parts),
  /** Which of several. */
  name: z.string().max(200).optional(),
  health: z.enum(healths),
  says: z.enum(statements),
  values: values.optional(),
  /** Absent where there is nothing to do. */
  next: z.enum(advices).optional(),
});

/** One line of the status: how a part stands, as codes that can be said in any language. */
export type Finding = z.output<typeof finding>;

/** What the operations service answers at `/status`. */
export const status = z.object({
  /** When it was looked at, milliseconds since the epoch. */
  at: z.number(),
  findings: z.array(finding).max(10_000),
});
export type Status = z.output<typeof status>;

/** The worst of what was found, and which parts it is about. Something that is not watched is no trouble. */
export function overall(findings: readonly Finding[]): { health: 'ok' | 'warning' | 'broken'; about: Finding[] } {
  for (const health of ['broken', 'warning'] as const) {
    const about = findings.filter((each) => each.health === health);
    if (about.length > 0) return { health, about };
  }
  return { health: 'ok', about: [] };
}
