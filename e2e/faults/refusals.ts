import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../harness/until.ts';
import type { Scenario, Stage } from './scenario.ts';

/** A block on all indices, and a good while under it. */
async function blocked(block: string, { pipeline, lasting }: Stage): Promise<void> {
  await pipeline.store.configure({ [block]: true });
  await said(pipeline.ingestors[0]?.service.log ?? [], 'block');
  await pipeline.load.further(150);
  await lasting(2);
  await pipeline.store.configure({ [block]: null });
}

/** Waits until a service has logged this text in whatever field. */
const said = (log: readonly object[], text: string) =>
  until(`the log to speak of "${text}"`, () => log.some((line) => JSON.stringify(line).includes(text)), 180_000);

/** Servers that live and say no. */
export const refusals: readonly Scenario[] = [
  { name: 'indices blocked for writing', short: true, harm: (stage) => blocked('index.blocks.write', stage) },
  {
    name: 'disk of Elasticsearch full (flood stage: read-only, allow delete)',
    harm: (stage) => blocked('index.blocks.read_only_allow_delete', stage),
  },
  {
    name: 'Elasticsearch answers 429: its write queue is full',
    // One thread writes and one request may wait: a few greedy clients keep everybody else out.
    extra: {
      servers: ['elasticsearch'],
      tuning: { elasticsearchSettings: { 'node.processors': '1', 'thread_pool.write.queue_size': '1' } },
    },
    async harm({ pipeline, servers }) {
      const greedy = new AbortController();
      const clients = Array.from({ length: 12 }, () => hammer(servers.elasticsearchUrl, greedy.signal));
      await said(pipeline.ingestors[0]?.service.log ?? [], 'es_rejected_execution_exception');
      await pipeline.load.further(1500);
      greedy.abort();
      await Promise.all(clients);
    },
  },
  {
    name: 'disk of ActiveMQ full: senders are refused',
    extra: {
      servers: ['mosquitto', 'activemq'],
      // Three journal files. Mosquitto would write its whole backlog at every message.
      tuning: { activemqStoreMegabytes: 96, mosquittoSaveEvery: 10_000 },
    },
    settings: { perSecond: 300, padding: 15_000 },
    async harm({ pipeline, lasting }) {
      const [ingestor] = pipeline.ingestors;
      const [gateway] = pipeline.gateways;
      await ingestor?.stop();
      await said(gateway?.service.log ?? [], 'tore is Full');
      pipeline.load.pause();
      await lasting(5);
      ingestor?.start();
      pipeline.load.resume();
    },
  },
];

/** Writes large bulk requests into an index that nobody reads, one after the other. */
async function hammer(url: string, signal: AbortSignal): Promise<void> {
  const lines = Array.from({ length: 2000 }, (_, n) => `{"index":{}}\n{"n":${n},"text":"${'word '.repeat(50)}"}\n`);
  const request = { method: 'POST', body: lines.join(''), headers: { 'content-type': 'application/x-ndjson' } };
  while (!signal.aborted) {
    await fetch(`${url}/hammered/_bulk`, { ...request, signal })
      .then((answer) => answer.arrayBuffer())
      .catch(() => sleep(10));
  }
}
