import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { namesOf } from '../../shared/names.ts';
import { type RunningService, startService } from './service.ts';
import { until } from './until.ts';

export type StoredDocument = Readonly<Record<string, unknown>>;
export interface Hit {
  readonly _index: string;
  readonly _id: string;
  readonly _source: StoredDocument;
}

/** One customer's site on the shared servers, with nobody else's data in it. */
export interface Site {
  readonly customer: string;
  /** What every service of this site is given. */
  readonly environment: Readonly<Record<string, string>>;
  topic(type: string, device: string | number): string;
  gateway(type: string, more?: Readonly<Record<string, string>>): RunningService;
  ingestor(type: string, more?: Readonly<Record<string, string>>): RunningService;
  /** All stored documents of a type, as an outsider reads them: over HTTP. */
  documents(type: string): Promise<readonly Hit[]>;
  /** Waits until a type has that many documents, and returns them. */
  stored(type: string, count: number): Promise<readonly Hit[]>;
}

export function createSite(more: Readonly<Record<string, string>> = {}): Site {
  const customer = `site${randomBytes(4).toString('hex')}`;
  const environment = {
    CUSTOMER: customer,
    MQTT_URL: inject('mqttUrl'),
    ACTIVEMQ_URL: inject('activemqUrl'),
    ELASTICSEARCH_URL: inject('elasticsearchUrl'),
    ...more,
  };
  const documents = async (type: string): Promise<readonly Hit[]> => {
    const base = `${inject('elasticsearchUrl')}/${namesOf(customer, type).dataIndex}-*`;
    await fetch(`${base}/_refresh`, { method: 'POST' });
    const answer = await fetch(`${base}/_search?size=10000`);
    return ((await answer.json()) as { hits: { hits: Hit[] } }).hits.hits;
  };
  return {
    customer,
    environment,
    topic: (type, device) => `${customer}/${type}/${device}`,
    gateway: (type, extra) => startService('gateway', { ...environment, SENSOR_TYPE: type, ...extra }),
    ingestor: (type, extra) => startService('ingestor', { ...environment, SENSOR_TYPE: type, ...extra }),
    documents,
    stored: (type, count) =>
      until(`${count} documents of ${type}`, async () => {
        const found = await documents(type);
        if (found.length > count) throw new Error(`${found.length} documents instead of ${count}`);
        return found.length === count ? found : undefined;
      }),
  };
}
