import type { Envelope } from '../shared/envelope.ts';
import type { Logger } from '../shared/logger.ts';
import { SpanExporter } from '../shared/tracing/exporter.ts';
import { createRate } from '../shared/tracing/rate.ts';
import { newSpanId, readTraceparent, traceIdOf, writeTraceparent } from '../shared/tracing/traceparent.ts';

/** Of so many readings a second spans are kept; all of them carry their trace. */
const sampledPerSecond = 100;

/** Begins the trace of each reading, and exports the gateway's part of it. */
export class Tracer {
  readonly #queue: string;
  readonly #exporter: SpanExporter;
  readonly #isSampled = createRate(sampledPerSecond);

  constructor({ endpoint, queue, logger }: { endpoint: string; queue: string; logger: Logger }) {
    this.#queue = queue.replace('/queue/', '');
    this.#exporter = new SpanExporter({ endpoint, service: 'gateway', logger });
  }

  start(): void {
    this.#exporter.start();
  }

  begin(messages: readonly Envelope[]): readonly Envelope[] {
    return messages.map((message) => ({
      ...message,
      traceparent: writeTraceparent({
        traceId: traceIdOf(message.readingId),
        spanId: newSpanId(),
        sampled: this.#isSampled(message.receivedAt),
      }),
    }));
  }

  /** The broker has confirmed them. */
  forwarded(messages: readonly Envelope[]): void {
    const endedAt = Date.now();
    for (const { traceparent, mqttTopic, receivedAt } of messages) {
      const trace = readTraceparent(traceparent);
      if (!trace?.sampled) continue;
      this.#exporter.add({
        traceId: trace.traceId,
        spanId: trace.spanId,
        name: `forward ${this.#queue}`,
        kind: 'producer',
        startedAt: receivedAt,
        endedAt,
        attributes: {
          'messaging.system': 'activemq',
          'messaging.operation.type': 'send',
          'messaging.destination.name': this.#queue,
          'mqtt.topic': mqttTopic,
        },
      });
    }
  }

  /** May be called twice. */
  close(): Promise<void> {
    return this.#exporter.close();
  }
}
