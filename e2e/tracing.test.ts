import { afterAll, expect, test } from 'vitest';
import { namesOf } from '../shared/names.ts';
import { publish } from './harness/publish.ts';
import { endBrokerClients, watch } from './harness/queue.ts';
import { endServices } from './harness/service.ts';
import { createSite } from './harness/site.ts';
import { startTraceReceiver } from './harness/trace-receiver.ts';
import { until } from './harness/until.ts';

afterAll(async () => {
  endBrokerClients();
  await endServices();
});

test('a trace goes from the gateway to the stored document and to the dead letter, and both ends tell of it', async () => {
  const receiver = await startTraceReceiver();
  const site = createSite({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publish([
    { topic: site.topic('air', 'air-1'), payload: { Pres: 6.5, traceparent: 'from outside' } },
    { topic: site.topic('air', 'air-1'), payload: { Pres: 'high' } },
  ]);
  const [hit] = await site.stored('air', 1);
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(hit?._source.traceparent)) ?? [];
  expect(traceId).toBeDefined();
  // Other services follow the trace by the queue's headers.
  const letters = await watch(namesOf(site.customer, 'air').rejectedQueue);
  const letter = await until('the dead letter', () => letters.seen[0]);
  const rejectedId = String(letter.headers.traceparent).slice(3, 35);
  expect(letter.headers['reading-id']?.replaceAll('-', '')).toBe(rejectedId);

  await until('the spans', () => receiver.spans.length >= 4);
  const of = (id: string | undefined) =>
    receiver.spans
      .filter((span) => span.traceId === id)
      .map(({ service, parentSpanId, status }) => ({ service, parentSpanId, failed: status?.code === 2 }));
  expect(of(traceId)).toEqual(
    expect.arrayContaining([
      { service: 'gateway', parentSpanId: undefined, failed: false },
      { service: 'ingestor', parentSpanId: spanId, failed: false },
    ]),
  );
  expect(of(rejectedId).map(({ service, failed }) => [service, failed])).toEqual(
    expect.arrayContaining([
      ['gateway', false],
      ['ingestor', true],
    ]),
  );
  expect(receiver.problems).toEqual([]);

  // A receiver that is away holds nothing up.
  await receiver.close();
  await publish([{ topic: site.topic('air', 'air-1'), payload: { Pres: 6.6 } }]);
  await site.stored('air', 2);
});

test('without a receiver there is no trace', async () => {
  const site = createSite();
  await Promise.all([site.gateway('air').ready(), site.ingestor('air').ready()]);
  await publish([{ topic: site.topic('air', 'air-1'), payload: { Pres: 6.5, traceparent: 'from outside' } }]);
  const [hit] = await site.stored('air', 1);
  expect(hit?._source).not.toHaveProperty('traceparent');
});
