import { z } from 'zod';
import { drillHops } from '../../shared/drill.ts';
import { outages } from '../../shared/incidents/incident.ts';
import { type AnyNotice, noticeKinds } from '../notice.ts';

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
  outage: z.enum(outages).optional(),
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
  kind: z.enum(noticeKinds),
  decidedAt: time,
  cycle: z.string().max(1000),
  stored: z.object({ index: z.string(), id: z.string() }).optional(),
  incident,
  fallingBarPerHour: z.number().optional(),
  sensorSilentSince: time.optional(),
  previousLeakAt: time.optional(),
  outage: z.enum(outages).optional(),
  pressures: z.array(z.tuple([z.number(), z.number()])).max(5000),
});

const count = z.int().nonnegative();
const day = z.iso.date();

const drill = z.object({
  id: z.string().min(1).max(1000),
  kind: z.literal('drill'),
  decidedAt: time,
  cycle: z.string().max(1000),
  stored: z.object({ index: z.string(), id: z.string() }).optional(),
  hops: z
    .array(
      z.object({
        name: z.enum(drillHops),
        afterMs: z.number().nonnegative().optional(),
        state: z.enum(['passed', 'failed', 'skipped']),
      }),
    )
    .max(drillHops.length),
  week: z
    .object({
      from: day,
      to: day,
      readings: z.array(z.object({ sensorType: name, readings: count, expected: count, missing: count })).max(100),
      deadLetters: count.optional(),
      outages: z.object({ count, ms: z.number() }),
      leaks: z.object({ count, ms: z.number(), lowest: z.number().optional(), fallenBar: z.number().nonnegative() }),
      energyKwh: z.number().optional(),
    })
    .optional(),
  weekly: z.object({ weekday: z.int().min(1).max(7), minuteOfDay: z.int().min(0).max(1439) }).optional(),
  contact: name.optional(),
  failedBefore: z.object({ count, since: time }).optional(),
});

const isDrill = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'drill';

/** Reads a message of the queue: a notice, or what is wrong with it in one sentence. */
export function readNotice(body: Buffer): { readonly notice: AnyNotice } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { problem: 'The message is not JSON in UTF-8.' };
  }
  const read = (isDrill(json) ? drill : notice).safeParse(json);
  // An absent key and one that is undefined are the same in JSON, not to the type checker.
  if (read.success) return { notice: read.data as AnyNotice };
  const [issue] = read.error.issues;
  return { problem: `The message is no notice: ${issue?.path.join('.') || 'it'}: ${issue?.message}.` };
}
