import { pause } from '../backoff.ts';
import type { Logger } from '../logger.ts';
import { productVersion } from '../metrics.ts';
import { Outage } from '../outage.ts';

/** One step of a trace; times in milliseconds since the epoch. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 'consumer' | 'producer';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Why the step did not end well. */
  readonly problem?: string;
}

export interface SpanExporterOptions {
  /** Of an OTLP receiver, without `/v1/traces`: `http://collector:4318`. */
  readonly endpoint: string;
  readonly service: string;
  readonly logger: Logger;
}

const flushEveryMs = 1000;
/** Spans of one request, and those that wait for a receiver that is away; what is beyond is dropped. */
const requestLimit = 512;
const waitingLimit = 2048;
const requestTimeoutMs = 2000;
const farewellMs = 1000;

/** By the OpenTelemetry protocol (OTLP), as its `trace.proto` numbers them. */
const kinds = { producer: 4, consumer: 5 } as const;
const statusError = 2;

/**
 * Sends spans to an OpenTelemetry receiver, as OTLP's JSON over HTTP. Nothing waits for it: spans are dropped rather than
 * kept for long, and a receiver that is away costs a log line.
 */
export class SpanExporter {
  readonly #options: SpanExporterOptions;
  readonly #outage: Outage;
  #waiting: Span[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(options: SpanExporterOptions) {
    this.#options = options;
    this.#outage = new Outage('the receiver of traces', options.logger);
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#flush(), flushEveryMs);
  }

  add(span: Span): void {
    if (this.#waiting.length < waitingLimit) this.#waiting.push(span);
  }

  /** Sends what waits, once, and does not wait long for that; may be called twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    this.#flush();
    const enough = new AbortController();
    await Promise.race([this.#sending, pause(farewellMs, enough.signal)]);
    enough.abort();
  }

  #flush(): void {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
  }

  async #send(): Promise<void> {
    const spans = this.#waiting.slice(0, requestLimit);
    if (spans.length === 0) return;
    try {
      const answer = await fetch(`${this.#options.endpoint}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(toOtlp(spans, this.#options.service)),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      await answer.arrayBuffer();
      // What a receiver refuses it refuses again.
      if (answer.ok || answer.status === 400) this.#waiting.splice(0, spans.length);
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      this.#outage.ended();
    } catch (error) {
      this.#outage.began(error);
    }
  }
}

const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
});

/** `ExportTraceServiceRequest` in OTLP's JSON: ids in hexadecimal, times in nanoseconds as text. */
const toOtlp = (spans: readonly Span[], service: string) => ({
  resourceSpans: [
    {
      resource: {
        attributes: [
          attribute('service.namespace', 'telemetry'),
          attribute('service.name', service),
          attribute('service.version', productVersion),
        ],
      },
      scopeSpans: [
        {
          scope: { name: 'telemetry', version: productVersion },
          spans: spans.map(({ attributes, kind, startedAt, endedAt, problem, ...span }) => ({
            ...span,
            kind: kinds[kind],
            startTimeUnixNano: `${Math.round(startedAt)}000000`,
            endTimeUnixNano: `${Math.round(Math.max(startedAt, endedAt))}000000`,
            attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
            ...(problem !== undefined && { status: { code: statusError, message: problem } }),
          })),
        },
      ],
    },
  ],
});
