import { z } from 'zod';
import type { Notice } from '../notice.ts';

const time = z.iso.datetime({ offset: true });
const name = z.string().max(1000);
const mark = z.object({ at: time, by: name, note: z.string().optional() });

const incident = z.object({
  kind: z.enum(['leak', 'sensor-silent', 'pipeline-down']),
  deviceId: name.optional(),
  device: name.optional(),
  state: z.enum(['open', 'acknowledged', 'closed']),
  openedAt: time,
  closedAt: time.optional(),
  updatedAt: time,
  openingPressure: z.number().optional(),
  lowestPressure: z.number().optional(),
  lastPressure: z.number().optional(),
  lastReadingAt: time.optional(),
  fastestFall: z.number().optional(),
  late: z.boolean().optional(),
  outage: z.enum(['elasticsearch-unreachable', 'all-sensors-silent', 'readings-not-stored']).optional(),
  acknowledged: mark.optional(),
  repaired: mark.optional(),
  silenced: mark.extend({ until: time }).optional(),
  mails: z.array(
    z.object({
      kind: z.string(),
      decidedAt: time,
      queuedAt: time.optional(),
      sentAt: time.optional(),
      served: z.array(name).optional(),
      refusedAt: time.optional(),
    }),
  ),
});

const notice = z.object({
  id: z.string().min(1).max(1000),
  kind: z.enum([
    'leak-opened',
    'leak-reminder',
    'leak-recovered',
    'sensor-silent',
    'sensor-back',
    'pipeline-down',
    'pipeline-back',
  ]),
  decidedAt: time,
  cycle: z.string().max(1000),
  stored: z.object({ index: z.string(), id: z.string() }).optional(),
  incident,
  fallingBarPerHour: z.number().optional(),
  sensorSilentSince: time.optional(),
  previousLeakAt: time.optional(),
  outage: z.enum(['elasticsearch-unreachable', 'all-sensors-silent', 'readings-not-stored']).optional(),
  pressures: z.array(z.tuple([z.number(), z.number()])).max(5000),
});

/** Reads a message of the queue: a notice, or what is wrong with it in one sentence. */
export function readNotice(body: Buffer): { readonly notice: Notice } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { problem: 'The message is not JSON in UTF-8.' };
  }
  const read = notice.safeParse(json);
  // An absent key and one that is undefined are the same in JSON, not to the type checker.
  if (read.success) return { notice: read.data as Notice };
  const [issue] = read.error.issues;
  return { problem: `The message is no notice: ${issue?.path.join('.') || 'it'}: ${issue?.message}.` };
}
