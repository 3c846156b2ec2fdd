import { Counter, Histogram } from 'prom-client';
import { Consumer, type Delivery } from '../shared/activemq/consumer.ts';
import { type OutgoingMessage, Publisher } from '../shared/activemq/publisher.ts';
import { aborted, backoffMs, pause } from '../shared/backoff.ts';
import { reportCounts } from '../shared/counts.ts';
import { answers, createElasticsearch } from '../shared/elasticsearch/client.ts';
import { dataTemplate, installTemplate } from '../shared/elasticsearch/templates.ts';
import { openEnvelope } from '../shared/envelope.ts';
import { namesOf } from '../shared/names.ts';
import { Outage } from '../shared/outage.ts';
import type { Rejection } from '../shared/outcome.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { type BulkItem, writeBulk } from './bulk-sink.ts';
import type { IngestorConfig } from './config.ts';
import { deadLetter } from './dead-letters.ts';
import { createTransform } from './transform.ts';

/** A broker with default settings hands over about 200 unacknowledged messages; one made for this job more. */
const prefetch = 1000;
const batchLimit = 500;

/** What became of one batch. */
interface Settled {
  readonly stored: readonly BulkItem[];
  readonly duplicates: number;
  readonly rejected: readonly { readonly delivery: Delivery; readonly rejection: Rejection }[];
}

/**
 * Takes readings of one sensor type from their queue, writes them to their daily index, sends what cannot be stored to the
 * dead letters, and only then acknowledges. An outage of Elasticsearch stops intake: the queue grows at the broker.
 */
export function createIngestor(
  { config, logger, registry }: ServiceContext<IngestorConfig>,
  types: readonly SensorType[] = sensorTypes,
): Service {
  const sensor = types.find(({ name }) => name === config.sensorType);
  if (!sensor) throw new Error(`there is no sensor type ${config.sensorType}`);
  const names = namesOf(config.customer, sensor.name);
  const transform = createTransform({
    sensor,
    customer: config.customer,
    siteTime: createSiteTime(config.siteTimeZone),
    site: config.site,
    readingPeriodSeconds: config.readingPeriodSeconds,
  });
  const elasticsearch = createElasticsearch(config.elasticsearch);
  const template = dataTemplate(sensor, names.dataIndex, config.replicas);
  const elasticsearchOutage = new Outage('Elasticsearch', logger);
  const consumer = new Consumer({
    config: config.activemq,
    purpose: 'readings',
    logger,
    destination: names.queue,
    prefetch,
  });
  const deadLetters = new Publisher({ config: config.activemq, purpose: 'dead letters', logger });
  // On a connection of its own, so that a slow reader of the topic cannot hold up the dead letters.
  const announcer = new Publisher({ config: config.activemq, purpose: 'stored readings', logger });
  const closing = new AbortController();
  let running: Promise<void> | undefined;
  let counts: { stop(): void } | undefined;
  let templateInstalled = false;

  const labels = { sensor_type: sensor.name };
  const counter = (what: string, help: string, more: string[] = []) =>
    new Counter({
      name: `telemetry_ingestor_${what}_total`,
      help,
      labelNames: ['sensor_type', ...more],
      registers: [registry],
    });
  const received = counter('received', 'Readings taken from the queue');
  const storedCount = counter('stored', 'Readings that Elasticsearch has confirmed');
  const duplicates = counter('duplicates', 'Readings that were stored before');
  const rejections = counter('rejected', 'Readings sent to the dead letters', ['reason_code']);
  const bulkSeconds = new Histogram({
    name: 'telemetry_ingestor_bulk_duration_seconds',
    help: 'Duration of bulk requests that were answered',
    labelNames: ['sensor_type'],
    registers: [registry],
  });
  const totals = { received: 0, stored: 0, duplicates: 0, rejected: 0 };

  /** Repeats until it succeeds; undefined when the service closes first. */
  async function untilDone<T>(work: () => Promise<T>, outage?: Outage): Promise<T | undefined> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      try {
        const result = await work();
        outage?.ended();
        return result;
      } catch (error) {
        outage?.began(error);
        await pause(backoffMs(attempt), closing.signal);
      }
    }
    return undefined;
  }

  /** A new or emptied Elasticsearch would guess a mapping of its own for the first reading. */
  async function ensureTemplate(): Promise<void> {
    if (templateInstalled) return;
    const result = await installTemplate(elasticsearch, template);
    templateInstalled = true;
    logger.info({ template: template.name, result }, `index template ${result}`);
  }

  /** One attempt: writes what is pending, and returns what must be tried again. */
  async function writeOnce(pending: readonly Pending[], settled: MutableSettled): Promise<Pending[]> {
    await ensureTemplate();
    const end = bulkSeconds.startTimer(labels);
    const verdicts = await writeBulk(
      elasticsearch,
      pending.map(({ item }) => item),
    );
    end();
    const again: Pending[] = [];
    for (const [at, { item, delivery }] of pending.entries()) {
      const verdict = verdicts[at];
      if (verdict?.kind === 'stored') settled.stored.push(item);
      else if (verdict?.kind === 'duplicate') settled.duplicates += 1;
      else if (verdict?.kind === 'rejected') {
        const rejection: Rejection = { code: 'refused-by-elasticsearch', reason: verdict.reason };
        settled.rejected.push({ delivery, rejection });
      } else again.push({ item, delivery });
      if (verdict?.kind === 'retry') elasticsearchOutage.began(new Error(verdict.reason));
    }
    return again;
  }

  async function settle(deliveries: readonly Delivery[]): Promise<Settled | undefined> {
    const settled: MutableSettled = { stored: [], duplicates: 0, rejected: [] };
    let pending: Pending[] = [];
    const ingestedAt = new Date().toISOString();
    for (const delivery of deliveries) {
      const outcome = transform(openEnvelope(delivery.headers, delivery.body, Date.now()));
      if (outcome.ok) {
        const { id, index, document } = outcome.value;
        const complete = { ...document, ingestedAt };
        pending.push({ delivery, item: { id, index, document: complete, json: JSON.stringify(complete) } });
      } else settled.rejected.push({ delivery, rejection: outcome.rejection });
    }
    for (let attempt = 0; pending.length > 0; attempt++) {
      const again = await untilDone(() => writeOnce(pending, settled).catch(afterOutage));
      if (!again) return undefined;
      pending = again;
      if (pending.length === 0) elasticsearchOutage.ended();
      else await pause(backoffMs(attempt), closing.signal);
    }
    return settled;
  }

  /** It may come back empty, without our template. */
  function afterOutage(error: unknown): never {
    templateInstalled = false;
    elasticsearchOutage.began(error);
    throw error;
  }

  const announcement = (item: BulkItem): OutgoingMessage => ({
    destination: names.storedTopic,
    headers: { 'content-type': 'application/json', 'sensor-type': config.sensorType, 'document-id': item.id },
    body: Buffer.from(item.json),
  });

  async function run(): Promise<void> {
    await untilDone(() => ensureTemplate().catch(afterOutage));
    elasticsearchOutage.ended();
    if (closing.signal.aborted) return;
    consumer.start();
    for (;;) {
      const batch = await consumer.nextBatch(batchLimit);
      if (batch.deliveries.length === 0) return;
      received.inc(labels, batch.deliveries.length);
      totals.received += batch.deliveries.length;
      const settled = await settle(batch.deliveries);
      if (!settled) return;
      for (const item of settled.stored) announcer.announce(announcement(item));
      if (settled.rejected.length > 0 && !(await bury(settled.rejected))) return;
      batch.acknowledge();
      account(settled);
    }
  }

  /** Sends dead letters until the broker has confirmed them; false when the service closes first. */
  async function bury(rejected: Settled['rejected']): Promise<boolean> {
    const letters = rejected.map(({ delivery, rejection }) =>
      deadLetter(delivery, rejection, names.rejectedQueue, Date.now()),
    );
    const sent = await untilDone(async () => {
      await deadLetters.whenConnected();
      await deadLetters.sendAll(letters);
      return true;
    });
    return sent === true;
  }

  function account({ stored, duplicates: again, rejected }: Settled): void {
    storedCount.inc(labels, stored.length);
    duplicates.inc(labels, again);
    totals.stored += stored.length;
    totals.duplicates += again;
    totals.rejected += rejected.length;
    for (const { id, index } of stored) logger.debug({ id, index }, 'stored');
    for (const { delivery, rejection } of rejected) {
      rejections.inc({ ...labels, reason_code: rejection.code });
      logger.warn({ topic: delivery.headers['mqtt-topic'], ...rejection }, 'a reading went to the dead letters');
    }
  }

  return {
    checks: {
      activemq: () => consumer.connected && deadLetters.connected,
      elasticsearch: async () => templateInstalled && !elasticsearchOutage.lasting && (await answers(elasticsearch)),
    },

    async start() {
      counts = reportCounts(logger, () => ({ ...totals }));
      deadLetters.start();
      announcer.start();
      running = run();
    },

    async close() {
      consumer.stopIntake();
      // A batch under way may finish; one that waits for a server is given up, and delivered again.
      if (elasticsearchOutage.lasting) closing.abort();
      const patience = setTimeout(() => closing.abort(), 5000);
      await Promise.race([running, aborted(closing.signal)]);
      clearTimeout(patience);
      closing.abort();
      await consumer.close();
      await Promise.all([deadLetters.close(), announcer.close()]);
      await elasticsearch.close();
      counts?.stop();
    },
  };
}

interface Pending {
  readonly delivery: Delivery;
  readonly item: BulkItem;
}

interface MutableSettled {
  readonly stored: BulkItem[];
  duplicates: number;
  readonly rejected: { readonly delivery: Delivery; readonly rejection: Rejection }[];
}
