import type { Delivery } from '../shared/activemq/consumer.ts';
import type { Logger } from '../shared/logger.ts';
import { SpanExporter } from '../shared/tracing/exporter.ts';
import { newSpanId, readTraceparent } from '../shared/tracing/traceparent.ts';
import type { Rejected } from './settle.ts';

/** Exports the ingestor's part of the traces that a gateway began. */
export class Tracer {
  readonly #queue: string;
  readonly #exporter: SpanExporter;

  constructor({ endpoint, queue, logger }: { endpoint: string; queue: string; logger: Logger }) {
    this.#queue = queue.replace('/queue/', '');
    this.#exporter = new SpanExporter({ endpoint, service: 'ingestor', logger });
  }

  start(): void {
    this.#exporter.start();
  }

  /** A batch that was taken at `startedAt` is stored, but for what was rejected. */
  settled(deliveries: readonly Delivery[], rejected: readonly Rejected[], startedAt: number): void {
    const endedAt = Date.now();
    const rejections = new Map(rejected.map(({ delivery, rejection }) => [delivery, rejection]));
    for (const delivery of deliveries) {
      const trace = readTraceparent(delivery.headers.traceparent);
      if (!trace?.sampled) continue;
      const rejection = rejections.get(delivery);
      this.#exporter.add({
        traceId: trace.traceId,
        spanId: newSpanId(),
        parentSpanId: trace.spanId,
        name: `store ${this.#queue}`,
        kind: 'consumer',
        startedAt,
        endedAt,
        attributes: {
          'messaging.system': 'activemq',
          'messaging.operation.type': 'process',
          'messaging.destination.name': this.#queue,
          'messaging.batch.message_count': deliveries.length,
          ...(rejection && { 'error.type': rejection.code }),
        },
        ...(rejection && { problem: rejection.reason }),
      });
    }
  }

  /** May be called twice. */
  close(): Promise<void> {
    return this.#exporter.close();
  }
}
