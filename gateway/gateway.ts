import { type OutgoingMessage, Publisher } from '../shared/activemq/publisher.ts';
import { aborted, backoffMs, pause } from '../shared/backoff.ts';
import { isCanaryTopic } from '../shared/canary.ts';
import { reportCounts } from '../shared/counts.ts';
import { type Envelope, envelopeHeaders } from '../shared/envelope.ts';
import { createReconnectCounter } from '../shared/metrics.ts';
import { namesOf } from '../shared/names.ts';
import type { Service, ServiceContext } from '../shared/service.ts';
import type { GatewayConfig } from './config.ts';
import { createGatewayMetrics } from './metrics.ts';
import { MqttSource } from './mqtt-source.ts';
import { Tracer } from './tracer.ts';

/** Larger transactions win nothing at the broker and cost latency. */
const transactionLimit = 500;
/** No reading comes near it, and a broker that refuses a frame for its size would refuse it for ever. */
const forwardLimitBytes = 8 * 1024 * 1024;
/** What is kept of a larger one, for people: more than any ingestor accepts. */
const keptBytes = 64 * 1024 + 1;

/**
 * Forwards every MQTT message of one sensor type to its queue, untouched and unjudged; of one that no queue would take, the
 * beginning, which the ingestor refuses, buries and counts as it does with every bad reading. A message is acknowledged to the MQTT broker when
 * ActiveMQ has confirmed the transaction that holds it; while one is being committed, the next gathers.
 */
export function createGateway({ config, logger, registry }: ServiceContext<GatewayConfig>): Service {
  const { queue } = namesOf(config.customer, config.sensorType);
  const onReconnect = createReconnectCounter(registry);
  const source = new MqttSource(config.mqtt, logger, onReconnect);
  const publisher = new Publisher({ config: config.activemq, purpose: 'readings', logger, onReconnect });
  const metrics = createGatewayMetrics(registry, config.sensorType);
  const { tracesEndpoint } = config;
  const tracer = tracesEndpoint ? new Tracer({ endpoint: tracesEndpoint, queue, logger }) : undefined;
  const closing = new AbortController();
  let forwarding: Promise<void> | undefined;
  let counts: { stop(): void } | undefined;

  function toMessage(envelope: Envelope): OutgoingMessage {
    const { body } = envelope;
    const headers = envelopeHeaders(envelope, config.sensorType);
    if (body.length <= forwardLimitBytes) return { destination: queue, headers, body };
    const { length: payloadBytes } = body;
    logger.warn(
      { mqttTopic: envelope.mqttTopic, payloadBytes },
      'of an oversized message only the beginning is forwarded',
    );
    metrics.rejected('too-large');
    return {
      destination: queue,
      headers: envelopeHeaders({ ...envelope, payloadBytes }, config.sensorType),
      body: body.subarray(0, keptBytes),
    };
  }

  /** Sends until it is confirmed; false when the service closes first. */
  async function forward(messages: readonly OutgoingMessage[]): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      await publisher.whenConnected();
      if (closing.signal.aborted) return false;
      try {
        await publisher.sendAll(messages);
        return true;
      } catch (error) {
        logger.debug({ err: error }, 'a transaction failed and is sent again');
        await pause(backoffMs(attempt), closing.signal);
      }
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      const batch = await source.nextBatch(transactionLimit);
      const count = batch.messages.length;
      if (count === 0) return;
      metrics.received(count);
      const messages = tracer?.begin(batch.messages) ?? batch.messages;
      if (!(await forward(messages.map(toMessage)))) return;
      batch.acknowledge();
      metrics.forwarded(count);
      if (batch.messages.some(({ mqttTopic }) => isCanaryTopic(mqttTopic))) metrics.canary(Date.now());
      tracer?.forwarded(messages);
      for (const { mqttTopic, readingId } of batch.messages) logger.debug({ mqttTopic, readingId }, 'forwarded');
    }
  }

  return {
    checks: { mqtt: () => source.subscribed, activemq: () => publisher.connected },

    async start() {
      counts = reportCounts(logger, metrics.totals);
      tracer?.start();
      publisher.start();
      source.start();
      forwarding = run();
    },

    async close() {
      source.stopIntake();
      // A transaction under way may finish; one that waits for ActiveMQ is given up, and MQTT delivers it again.
      if (!publisher.connected) closing.abort();
      const patience = setTimeout(() => closing.abort(), 5000);
      await Promise.race([forwarding, aborted(closing.signal)]);
      clearTimeout(patience);
      closing.abort();
      await publisher.close();
      await source.close();
      await tracer?.close();
      counts?.stop();
    },
  };
}
