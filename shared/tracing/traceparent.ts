import { randomUUID } from 'node:crypto';

/** A place in a trace, as the W3C's Trace Context names it: lower-case hexadecimal, 32 and 16 digits. */
export interface TraceContext {
  readonly traceId: string;
  /** Of the span that the next one belongs under. */
  readonly spanId: string;
  /** Whether anybody keeps spans of this trace. */
  readonly sampled: boolean;
}

/** The second half of a UUID: random, never all zeros, and a tenth of the cost of as many random bytes. */
export const newSpanId = (): string => randomUUID().replaceAll('-', '').slice(16);

/** The trace of a reading has the reading's id: a UUID is 16 bytes too, random enough, and then logs and traces go together. */
export const traceIdOf = (readingId: string): string => readingId.replaceAll('-', '');

export const writeTraceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

const format = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a `traceparent`; undefined when there is none, or when it is none that is known here. */
export function readTraceparent(text: string | undefined): TraceContext | undefined {
  if (text === undefined) return undefined;
  const [, traceId, spanId, flags] = format.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
