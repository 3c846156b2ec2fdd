import { z } from 'zod';
import type { OpeningPressure } from '../shared/config/opening-pressure.ts';
import type { Reading } from './protocol.ts';

const time = z.iso.datetime().transform((text) => Date.parse(text));

const storedDocument = z.object({
  timestamp: time,
  receivedAt: time,
  deviceId: z.string(),
  device: z.string(),
  msgCount: z.number().optional(),
  Pres: z.number(),
  PresOpen: z.number().optional(),
});

/** A stored document as the page needs it; undefined when it has no pressure, or is none of ours. */
export function readingOf(document: unknown, openingPressure: OpeningPressure): Reading | undefined {
  const parsed = storedDocument.safeParse(document);
  if (!parsed.success) return undefined;
  const { timestamp, receivedAt, deviceId, device, msgCount = -1, Pres, PresOpen } = parsed.data;
  return {
    deviceId,
    device,
    at: Math.min(timestamp, receivedAt),
    receivedAt,
    msgCount,
    pressure: Pres,
    openingPressure: PresOpen ?? openingPressure(deviceId, device) ?? null,
  };
}
