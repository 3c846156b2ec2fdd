import { Consumer, type Delivery } from '../shared/activemq/consumer.ts';
import { type OutgoingMessage, Publisher } from '../shared/activemq/publisher.ts';
import { aborted, backoffMs, pause } from '../shared/backoff.ts';
import { reportCounts } from '../shared/counts.ts';
import { deadLetter } from '../shared/dead-letter.ts';
import { answers, createElasticsearch } from '../shared/elasticsearch/client.ts';
import {
  canaryTemplate,
  dataTemplate,
  installTemplate,
  ledgerTemplate,
  meterTemplate,
  rejectionTemplate,
} from '../shared/elasticsearch/templates.ts';
import { createReconnectCounter } from '../shared/metrics.ts';
import { meterNamesOf, namesOf, rejectionIndexOf } from '../shared/names.ts';
import { Outage } from '../shared/outage.ts';
import { sensorTypes } from '../shared/sensors/index.ts';
import type { SensorType } from '../shared/sensors/sensor.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import { createSiteTime } from '../shared/site-time.ts';
import { type BulkItem, type Verdict, writeBulk } from './bulk-sink.ts';
import type { IngestorConfig } from './config.ts';
import { LastReadings, type Seen } from './last-readings.ts';
import { createMeteringStore } from './metering/elasticsearch/store.ts';
import { LedgerKeeper } from './metering/keeper.ts';
import { Metering } from './metering/metering.ts';
import { createIngestorMetrics } from './metrics.ts';
import { RejectionLog } from './rejection-log.ts';
import { type Rejected, type Settled, settle } from './settle.ts';
import { createMeterSwaps } from './swaps.ts';
import { realOnly } from './synthetic.ts';
import { Tracer } from './tracer.ts';
import { createTransform } from './transform.ts';

/** A broker with default settings hands over about 200 unacknowledged messages; one made for this job more. */
const prefetch = 1000;
const batchLimit = 500;

/**
 * Takes readings of one sensor type from their queue, writes them to their daily index, sends what cannot be stored to the
 * dead letters, and only then acknowledges. An outage of Elasticsearch stops intake: the queue grows at the broker.
 * Not `metered`, it keeps no ledger either: what that costs is measured so.
 */
export function createIngestor(
  { config, logger, registry }: ServiceContext<IngestorConfig>,
  types: readonly SensorType[] = sensorTypes,
  metered = true,
): Service {
  const sensor = types.find(({ name }) => name === config.sensorType);
  if (!sensor) throw new Error(`there is no sensor type ${config.sensorType}`);
  const names = namesOf(config.customer, sensor.name);
  const siteTime = createSiteTime(config.siteTimeZone);
  const transform = createTransform({
    sensor,
    customer: config.customer,
    siteTime,
    site: config.site,
    readingPeriodSeconds: config.readingPeriodSeconds,
  });
  const elasticsearch = createElasticsearch(config.elasticsearch);
  const meters = meterNamesOf(config.customer);
  const templates = [
    dataTemplate(sensor, names.dataIndex, config.replicas),
    ledgerTemplate(sensor, names.ledgerIndex, config.replicas),
    meterTemplate(meters.prefix, config.replicas),
    canaryTemplate(names.canaryIndex, config.replicas),
    rejectionTemplate(rejectionIndexOf(config.customer), config.replicas),
  ];
  const outage = new Outage('Elasticsearch', logger);
  const link = { config: config.activemq, logger, onReconnect: createReconnectCounter(registry) };
  const consumer = new Consumer({
    ...link,
    purpose: 'readings',
    destination: names.queue,
    prefetch,
    onStall: () => {
      metrics.stalled();
      logger.warn('ActiveMQ had stopped delivering on a connection that stood; it was asked again');
    },
  });
  const deadLetters = new Publisher({ ...link, purpose: 'dead letters' });
  // On a connection of its own, so that a slow reader of the topic cannot hold up the dead letters.
  const announcer = new Publisher({ ...link, purpose: 'stored readings' });
  const metrics = createIngestorMetrics(registry, sensor.name);
  const lastReadings = new LastReadings(registry, sensor.name);
  const { tracesEndpoint } = config;
  const tracer = tracesEndpoint ? new Tracer({ endpoint: tracesEndpoint, queue: names.queue, logger }) : undefined;
  const { counter } = sensor;
  const metering = new Metering({
    store: createMeteringStore({
      client: elasticsearch,
      names,
      siteTime,
      counter,
      swaps: createMeterSwaps(elasticsearch, config.customer, sensor.name),
    }),
    siteTime,
    periodMs: config.readingPeriodSeconds * 1000,
    settingsOf: config.meterSettings,
    counter,
    onLedger: metrics.ledgerWritten,
    onRecomputed: metrics.recomputed,
  });
  const keeper = new LedgerKeeper(metering, logger, metrics.repairsWaiting);
  const closing = new AbortController();
  const { signal } = closing;
  let running: Promise<void> | undefined;
  let counts: { stop(): void } | undefined;
  let templateInstalled = false;

  /** Every failure may be an Elasticsearch that comes back empty; without our template it would guess a mapping. */
  async function withTemplate<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (!templateInstalled) {
        for (const template of templates) {
          const result = await installTemplate(elasticsearch, template);
          logger.info({ template: template.name, result }, `index template ${result}`);
        }
        templateInstalled = true;
      }
      return await work();
    } catch (error) {
      templateInstalled = false;
      throw error;
    }
  }

  const write = (items: readonly BulkItem[]): Promise<Verdict[]> =>
    withTemplate(async () => {
      const answered = metrics.timeBulk();
      const verdicts = await writeBulk(elasticsearch, items);
      answered();
      return verdicts;
    });

  const rejections = new RejectionLog({
    customer: config.customer,
    sensorType: sensor.name,
    siteTime,
    write,
    outage,
    logger,
    signal,
  });

  /** Nothing is taken from the queue before it could be stored. */
  async function elasticsearchAnswers(): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await withTemplate(async () => undefined);
        return outage.ended();
      } catch (error) {
        outage.began(error);
        await pause(backoffMs(attempt), signal);
      }
    }
  }

  /** For the live page. What is lost here it finds in Elasticsearch. */
  function announce({ news }: Settled): void {
    if (news.length > 0) announcer.announce(news.map(announcement));
  }

  const announcement = ({ id, json }: BulkItem): OutgoingMessage => ({
    destination: names.storedTopic,
    headers: { 'content-type': 'application/json', 'sensor-type': config.sensorType, 'document-id': id },
    body: Buffer.from(json),
  });

  /** Sends dead letters until the broker has confirmed them; false when the service closes first. */
  async function bury(rejected: readonly Rejected[], now: number): Promise<boolean> {
    const grave = { destination: names.rejectedQueue, rejectedBy: 'ingestor', now };
    const letters = rejected.map(({ delivery, rejection }) => deadLetter(delivery, rejection, grave));
    for (let attempt = 0; letters.length > 0; attempt++) {
      await deadLetters.whenConnected();
      if (signal.aborted) return false;
      try {
        await deadLetters.sendAll(letters);
        break;
      } catch {
        // The connection was lost, and its link has said so.
        await pause(backoffMs(attempt), signal);
      }
    }
    return true;
  }

  function report({ stored, rejected }: Settled): void {
    for (const { id, index } of stored) logger.debug({ id, index }, 'stored');
    for (const { delivery, rejection } of rejected) {
      logger.debug({ topic: delivery.headers['mqtt-topic'], ...rejection }, 'rejected');
    }
    if (rejected.length === 0) return;
    // One line a batch: a stream of bad input must not become a stream of warnings as long.
    const byCode = Object.groupBy(rejected, ({ rejection }) => rejection.code);
    const codes = Object.fromEntries(Object.entries(byCode).map(([code, group]) => [code, group?.length ?? 0]));
    logger.warn(
      { codes, example: rejected[0]?.rejection.reason },
      `${rejected.length} readings went to the dead letters`,
    );
  }

  async function run(): Promise<void> {
    await elasticsearchAnswers();
    if (signal.aborted) return;
    consumer.start();
    if (metered) keeper.start();
    for (;;) {
      const batch = await consumer.nextBatch(batchLimit);
      if (batch.deliveries.length === 0) return;
      const takenAt = Date.now();
      metrics.received(batch.deliveries.length);
      const settled = await keeper.undisturbed(() => store(batch.deliveries));
      if (!settled) return;
      announce(settled);
      const now = Date.now();
      if (!(await bury(settled.rejected, now)) || !(await rejections.record(settled.rejected, now))) return;
      batch.acknowledge();
      metrics.settled(settled, Date.now());
      tracer?.settled(batch.deliveries, settled.rejected, takenAt);
      report(settled);
    }
  }

  async function store(deliveries: readonly Delivery[]): Promise<Settled | undefined> {
    let taken: readonly Seen[] = [];
    const enrich = realOnly(async (readings) => {
      // No more than is needed: documents are let go of before they are written.
      taken = readings.map(({ document: { device, timestamp, receivedAt } }) => ({ device, timestamp, receivedAt }));
      return metered ? await metering.prepare(readings) : [];
    });
    const settled = await settle(deliveries, { transform, enrich, write, outage, signal });
    if (settled) lastReadings.note(taken);
    if (settled && metered) metering.settled(settled);
    return settled;
  }

  return {
    checks: {
      activemq: () => consumer.connected && deadLetters.connected,
      elasticsearch: async () => templateInstalled && !outage.lasting && (await answers(elasticsearch)),
    },

    async start() {
      counts = reportCounts(logger, metrics.totals);
      tracer?.start();
      deadLetters.start();
      announcer.start();
      running = run();
    },

    async close() {
      consumer.stopIntake();
      // A batch under way may finish; one that waits for a server is given up, and delivered again.
      if (outage.lasting || !deadLetters.connected) closing.abort();
      const patience = setTimeout(() => closing.abort(), 5000);
      await Promise.race([running?.then(() => keeper.close()), aborted(signal)]);
      clearTimeout(patience);
      closing.abort();
      keeper.abandon();
      await Promise.all([consumer.close(), deadLetters.close(), announcer.close()]);
      await tracer?.close();
      await elasticsearch.close();
      counts?.stop();
    },
  };
}
