import { createTransform } from '../../ingestor/transform.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import { createSiteTime } from '../../shared/site-time.ts';
import type { Plant } from '../../simulator/plant.ts';
import { midnight, now, openingPressure, periodSeconds, readingDays, timeZone } from './site.ts';

/** A document on its way into Elasticsearch. */
export interface Written {
  readonly index: string;
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A reading as stored, and what is true of it. */
export interface Reading extends Written {
  readonly type: string;
  readonly device: string;
  /** ms since the epoch, as stored. */
  readonly at: number;
  readonly document: Readonly<Record<string, unknown>> & { readonly quality: readonly string[] };
}

const twoWeeks = { from: midnight(readingDays).epochMilliseconds, to: now, periodSeconds };

/**
 * The readings of some time, by default the two weeks, as the ingestor stores them; repeated deliveries are one document.
 * Consumption is the simulator's truth between a meter's readings, not what the ingestor computes.
 */
export function readingsOf(plant: Plant, customer: string, { from, to, periodSeconds } = twoWeeks): Reading[] {
  const siteTime = createSiteTime(timeZone);
  const site = { openingPressure: () => openingPressure };
  const transforms = new Map(
    sensorTypes.map((sensor) => [
      sensor.name,
      createTransform({ sensor, customer, siteTime, site, readingPeriodSeconds: periodSeconds }),
    ]),
  );
  const readings = new Map<string, Reading & { energy?: number | undefined }>();
  for (const reading of plant.readings(new Date(from), new Date(to))) {
    const outcome = transforms.get(reading.type)?.({
      body: Buffer.from(reading.payload),
      mqttTopic: reading.topic,
      receivedAt: reading.at.getTime(),
      readingId: 'r',
    });
    if (!outcome?.ok) throw new Error(`The simulator sent what cannot be stored: ${reading.payload}`);
    const { index, id, document } = outcome.value;
    const energy = document.Energy === undefined ? undefined : reading.truth.trueEnergy;
    const at = Date.parse(document.timestamp);
    readings.set(id, { index, id, document, at, type: reading.type, device: document.device, energy });
  }
  const sorted = [...readings.values()].sort((a, b) => a.at - b.at);
  const last = new Map<string, number>();
  return sorted.map(({ energy, ...reading }) => {
    if (energy === undefined) return reading;
    const consumption = Math.round((energy - (last.get(reading.device) ?? energy)) * 1e6) / 1e6;
    last.set(reading.device, energy);
    return { ...reading, document: { ...reading.document, consumption } };
  });
}
