import { isDeepStrictEqual } from 'node:util';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { SensorType } from '../sensors/sensor.ts';

/** Raised with every change of what a template says; an older process does not put an older template back. */
const templateVersion = 5;

/** What is asked of Elasticsearch for an index family. */
export interface IndexTemplate {
  readonly name: string;
  readonly body: {
    readonly index_patterns: string[];
    readonly priority: number;
    readonly version: number;
    readonly _meta: { readonly description: string };
    readonly template: {
      readonly settings: estypes.IndicesIndexSettings;
      readonly mappings: estypes.MappingTypeMapping;
    };
  };
}

const keyword = { type: 'keyword', ignore_above: 1024 } as const;

type Properties = Record<string, estypes.MappingProperty>;

/** The template of a sensor type's daily indices. Keys that it does not name are kept in the document and not indexed. */
export function dataTemplate(sensor: SensorType, dataIndex: string, replicas: number): IndexTemplate {
  const properties: Properties = {
    timestamp: { type: 'date' },
    receivedAt: { type: 'date' },
    ingestedAt: { type: 'date' },
    quality: keyword,
    deviceId: keyword,
    device: keyword,
    localHour: { type: 'byte' },
    localWeekday: { type: 'byte' },
    traceparent: keyword,
    // For figures only: nobody searches by it.
    delaySeconds: { type: 'double', index: false },
    Customer: keyword,
    Device: keyword,
    Mod: keyword,
    idGateway: { type: 'long' },
    idDevice: { type: 'long' },
    msgCount: { type: 'long' },
    Length: { type: 'long' },
    RSSI: { type: 'double' },
    SNR: { type: 'double' },
  };
  for (const [key, measure] of Object.entries(sensor.measures)) {
    properties[key] = { type: 'double' };
    if (measure.unit) properties[`${key}-U`] = keyword;
  }
  for (const [key, field] of Object.entries(sensor.computed)) properties[key] = { type: field.type };
  return family(dataIndex, `Readings of sensor type ${sensor.name}, one index per local day`, replicas, properties);
}

/** The template of a sensor type's daily ledger: one document per device and local day, one index per year. */
export function ledgerTemplate(sensor: SensorType, ledgerIndex: string, replicas: number): IndexTemplate {
  const properties: Properties = {
    day: { type: 'date', format: 'strict_date' },
    deviceId: keyword,
    device: keyword,
    readings: { type: 'long' },
    expected: { type: 'long' },
    missing: { type: 'long' },
    gaps: { type: 'object', properties: { from: { type: 'date' }, to: { type: 'date' } } },
    firstAt: { type: 'date' },
    lastAt: { type: 'date' },
    ingestedAt: { type: 'date' },
    quality: keyword,
  };
  for (const [key, field] of Object.entries(sensor.ledger ?? {})) properties[key] = { type: field.type };
  return family(ledgerIndex, `Daily ledger of sensor type ${sensor.name}, one index per year`, replicas, properties);
}

/** The template of a sensor type's canaries: readings that no figure may count. */
export function canaryTemplate(canaryIndex: string, replicas: number): IndexTemplate {
  return family(canaryIndex, 'Canaries: readings of no real device, one index per year', replicas, {
    run: keyword,
    timestamp: { type: 'date' },
    receivedAt: { type: 'date' },
    ingestedAt: { type: 'date' },
    synthetic: { type: 'boolean' },
  });
}

/** The template of the canary's runs: how far it came, and what became of its mail. */
export function runTemplate(runIndex: string, replicas: number): IndexTemplate {
  const moment = { type: 'date' } as const;
  return family(runIndex, 'Runs of the canary, one index per year', replicas, {
    startedAt: moment,
    endedAt: moment,
    passed: { type: 'boolean' },
    failedHop: keyword,
    mail: { type: 'object', properties: { sentAt: moment, refusedAt: moment } },
  });
}

/** The template of the meter swaps that people declared. */
export function meterTemplate(prefix: string, replicas: number): IndexTemplate {
  return family(prefix, 'Meters that were replaced, as declared', replicas, {
    sensorType: keyword,
    deviceId: keyword,
    at: { type: 'date' },
    closing: { type: 'double' },
    opening: { type: 'double' },
    declaredBy: keyword,
    declaredAt: { type: 'date' },
  });
}

/** The template of what is known of refused readings: one document each, without its payload; one index per year. */
export function rejectionTemplate(rejectionIndex: string, replicas: number): IndexTemplate {
  return family(rejectionIndex, 'Readings that went to the dead letters; one index per year', replicas, {
    rejectedAt: { type: 'date' },
    receivedAt: { type: 'date' },
    sensorType: keyword,
    reasonCode: keyword,
    mqttTopic: keyword,
    device: keyword,
  });
}

/** The template of what is recorded of the cluster itself: one document per local day, the latest of it; one index per year. */
export function healthTemplate(healthIndex: string, replicas: number): IndexTemplate {
  return family(healthIndex, 'Room left in Elasticsearch, one document per local day; one index per year', replicas, {
    at: { type: 'date' },
    shards: { type: 'long' },
    shardLimit: { type: 'long' },
    daysLeft: { type: 'long' },
  });
}

/** The template of the incidents of a customer, one index per year. */
export function incidentTemplate(incidentIndex: string, replicas: number): IndexTemplate {
  const moment = { at: { type: 'date' }, by: keyword, note: { type: 'text' } } as const;
  const properties: Properties = {
    kind: keyword,
    deviceId: keyword,
    device: keyword,
    state: keyword,
    openedAt: { type: 'date' },
    closedAt: { type: 'date' },
    updatedAt: { type: 'date' },
    openingPressure: { type: 'double' },
    lowestPressure: { type: 'double' },
    lastPressure: { type: 'double' },
    lastReadingAt: { type: 'date' },
    fastestFall: { type: 'double' },
    outage: keyword,
    late: { type: 'boolean' },
    acknowledged: { type: 'object', properties: moment },
    repaired: { type: 'object', properties: moment },
    silenced: { type: 'object', properties: { ...moment, until: { type: 'date' } } },
    mails: { type: 'object', properties: { kind: keyword, decidedAt: { type: 'date' }, sentAt: { type: 'date' } } },
  };
  return family(incidentIndex, 'Incidents: leaks, silent sensors, outages; one index per year', replicas, properties);
}

const family = (name: string, description: string, replicas: number, properties: Properties): IndexTemplate => ({
  name,
  body: {
    index_patterns: [`${name}-*`],
    priority: 200,
    version: templateVersion,
    _meta: { description },
    template: {
      settings: { index: { number_of_shards: '1', number_of_replicas: String(replicas) } },
      mappings: { dynamic: false, properties },
    },
  },
});

/**
 * Puts a template in place: nothing is written where it is there already, or a newer one is. Safe when several processes
 * start at once, as all of them write the same. Throws when Elasticsearch is away or refuses.
 */
export async function installTemplate(
  client: Client,
  { name, body }: IndexTemplate,
): Promise<'installed' | 'unchanged' | 'newer'> {
  const present = await client.indices.getIndexTemplate({ name }, { ignore: [404] });
  const found = present.index_templates?.[0]?.index_template;
  if (found) {
    if ((found.version ?? 0) > body.version) return 'newer';
    const same = found.version === body.version && isDeepStrictEqual(found.template, body.template);
    if (same) return 'unchanged';
  }
  await client.indices.putIndexTemplate({ name, ...body });
  return 'installed';
}
