import { createTransform, type StoredReading } from '../ingestor/transform.ts';
import { openEnvelope } from '../shared/envelope.ts';
import { devicev01 as sensor } from '../shared/sensors/devicev01.ts';
import { createSiteTime } from '../shared/site-time.ts';
import type { BenchReading } from './readings.ts';

export { devicev01 as sensor } from '../shared/sensors/devicev01.ts';

/** Makes the function that gives the document, id and index that the pipeline makes of a bench reading. */
export function storedForms(customer: string): (reading: BenchReading) => StoredReading {
  const transform = createTransform({
    sensor,
    customer,
    siteTime: createSiteTime('Europe/Brussels'),
    site: { openingPressure: () => undefined },
    readingPeriodSeconds: 30,
  });
  return ({ topic, payload }) => {
    const outcome = transform(openEnvelope({ 'mqtt-topic': topic }, Buffer.from(payload), Date.now()));
    if (!outcome.ok) throw new Error(outcome.rejection.reason);
    return outcome.value;
  };
}
