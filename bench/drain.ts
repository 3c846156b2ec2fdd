import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack/stack.ts';
import { untilSearchable } from './elasticsearch.ts';
import { environmentOf, startPipeline } from './pipeline.ts';
import { publishAll } from './publish.ts';
import { readings } from './readings.ts';
import { type Usage, usageOf } from './usage.ts';

export interface DrainResult {
  readonly readings: number;
  readonly devices: number;
  readonly types: number;
  /** Readings per second from the first publish until the last one was found by a search. */
  readonly perSecond: number;
  /** CPU seconds per 10,000 readings, by service and server; `publisher` is the bench itself. */
  readonly cpuPer10000: Readonly<Record<string, number>>;
  /** Peak resident memory, MiB, by service. */
  readonly peakMegabytes: Readonly<Record<string, number>>;
}

type SensorTypeName = 'air' | 'centrale' | 'devicev01';

/** Publishes readings as fast as the broker takes them through fresh services, and measures until all can be found. */
export async function drain(
  stack: Stack,
  options: {
    readonly count: number;
    readonly devices: number;
    readonly types: readonly SensorTypeName[];
    readonly logFolder: string;
    /** Without consumption and ledger. */
    readonly unmetered?: boolean;
  },
): Promise<DrainResult> {
  const { count, devices, types } = options;
  const customer = `bench${randomBytes(3).toString('hex')}`;
  const environment = environmentOf(stack, customer);
  const pipeline = await startPipeline(types, environment, join(options.logFolder, customer), {
    ...(options.unmetered && { ingestor: 'bench/unmetered-ingestor.ts' }),
  });
  try {
    // What compiles code and creates indices for the first time is no part of a steady rate.
    const warmUp = (type: SensorTypeName) =>
      // Devices of its own: weeks without readings of those that are measured would have to be entered into the ledger.
      readings({ customer, type, count: 2000, devices, until: Date.now() - 40 * dayMs, firstDevice: 1_000_000 });
    for (const type of types) await publishAll(stack.mqttUrl, warmUp(type));
    await untilSearchable(stack.elasticsearchUrl, `${customer}-*-data-*`, 2000 * types.length);
    await sleep(1000);

    const each = Math.floor(count / types.length);
    const perType = types.map((type) => readings({ customer, type, count: each, devices, until: Date.now() }));
    const all = Array.from({ length: each }, (_, at) => perType.flatMap((list) => list[at] ?? [])).flat();
    const usage = (): Readonly<Record<string, Usage>> => ({
      ...pipeline.usage(),
      ...serverUsage(stack),
      publisher: usageOf(process.pid),
    });
    const before = usage();
    const began = performance.now();
    await publishAll(stack.mqttUrl, all);
    await untilSearchable(stack.elasticsearchUrl, `${customer}-*-data-*`, all.length + 2000 * types.length);
    const seconds = (performance.now() - began) / 1000;
    const after = usage();
    const cpu = (name: string) => (after[name]?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0);
    const figures = (of: (name: string) => number) =>
      Object.fromEntries(Object.keys(after).map((name) => [name, of(name)]));
    return {
      readings: all.length,
      devices,
      types: types.length,
      perSecond: all.length / seconds,
      cpuPer10000: figures((name) => (cpu(name) / all.length) * 10_000),
      peakMegabytes: figures((name) => after[name]?.peakMegabytes ?? 0),
    };
  } finally {
    await pipeline.stop();
  }
}

const serverUsage = (stack: Stack): Readonly<Record<string, Usage>> =>
  Object.fromEntries(
    (['mosquitto', 'activemq', 'elasticsearch'] as const).map((name) => [name, usageOf(stack.server(name).pid ?? 0)]),
  );

const dayMs = 24 * 60 * 60_000;
