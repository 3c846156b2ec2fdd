import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/* What OTLP's JSON allows, as far as it concerns spans: opentelemetry-proto, `trace.proto` and `common.proto`. */

const attribute = z.strictObject({
  key: z.string().min(1),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  ]),
});
const nanoseconds = z.string().regex(/^1[0-9]{18}$/);
const span = z.strictObject({
  traceId: z.string().regex(/^(?!0+$)[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0+$)[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z.array(attribute),
  status: z.strictObject({ code: z.int().min(0).max(2), message: z.string() }).optional(),
});
const scope = z.strictObject({ name: z.string(), version: z.string() });
const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.strictObject({ scope, spans: z.array(span) })),
    }),
  ),
});

export type ReceivedSpan = z.output<typeof span> & { readonly service: string };

export interface TraceReceiver {
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** What was sent and is no OTLP. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Receives traces over OTLP's JSON, and takes nothing that is not. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const problems: string[] = [];
  const server = http.createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const read = request.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    const right = message.url === '/v1/traces' && message.headers['content-type'] === 'application/json';
    if (!right || !read.success) {
      problems.push(`${message.url}: ${read.error?.message}`);
      return void response.writeHead(400).end();
    }
    for (const { resource, scopeSpans } of read.data.resourceSpans) {
      const name = resource.attributes.find(({ key }) => key === 'service.name')?.value;
      const service = name && 'stringValue' in name ? name.stringValue : '';
      for (const each of scopeSpans) spans.push(...each.spans.map((one) => ({ ...one, service })));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    problems,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
