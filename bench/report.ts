import os from 'node:os';
import type { DrainResult } from './drain.ts';
import type { LatencyResult } from './latency.ts';

/** All figures of one run on one machine. Rates are per second. */
export interface BenchResult {
  readonly machine: {
    readonly cores: number;
    readonly memoryGigabytes: number;
    readonly cpu: string;
    readonly node: string;
  };
  /** By transaction size: a transaction's frames written at once, and through stompit's own send. */
  readonly rawActivemq: Readonly<Record<string, number>>;
  readonly rawStompit: Readonly<Record<string, number>>;
  readonly rawElasticsearch: number;
  readonly naive: number;
  readonly drain: DrainResult;
  readonly threeTypes: DrainResult;
  readonly manyDevices: DrainResult;
  readonly latency: LatencyResult;
}

export const machine = (): BenchResult['machine'] => ({
  cores: os.availableParallelism(),
  memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
  cpu: os.cpus()[0]?.model ?? 'unknown',
  node: process.version,
});

const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;

/** The figures for people: rates, then the ratios that hold on any machine, then costs. */
export function describe(result: BenchResult): string {
  const { drain, latency, threeTypes, manyDevices } = result;
  const slower = (activemq: BenchResult['rawActivemq']) =>
    Math.min(Math.max(...Object.values(activemq)), result.rawElasticsearch);
  const rows: [string, string][] = [
    [
      'machine',
      `${result.machine.cores} cores, ${result.machine.memoryGigabytes} GiB, ${result.machine.cpu}, Node.js ${result.machine.node}`,
    ],
    ...Object.entries(result.rawActivemq).map(([size, value]): [string, string] => [
      `ActiveMQ alone, persistent, ${size} a transaction`,
      rate(value),
    ]),
    ...Object.entries(result.rawStompit).map(([size, value]): [string, string] => [
      `the same through stompit's own send, ${size} a transaction`,
      rate(value),
    ]),
    ['Elasticsearch alone, _bulk of 2,000', rate(result.rawElasticsearch)],
    ['one message and one request a reading', rate(result.naive)],
    [
      `pipeline, MQTT to searchable, ${drain.readings.toLocaleString('en')} readings, ${drain.devices} devices`,
      rate(drain.perSecond),
    ],
    [`the same, ${threeTypes.types} sensor types`, rate(threeTypes.perSecond)],
    [`the same, ${manyDevices.devices.toLocaleString('en')} devices`, rate(manyDevices.perSecond)],
    ['', ''],
    ['pipeline / slower server alone', ratio(drain.perSecond, slower(result.rawActivemq))],
    ["the same, ActiveMQ through stompit's own send", ratio(drain.perSecond, slower(result.rawStompit))],
    ['pipeline / one message and one request a reading', ratio(drain.perSecond, result.naive)],
    ['3 sensor types / 1', ratio(threeTypes.perSecond, drain.perSecond)],
    [
      `${manyDevices.devices.toLocaleString('en')} devices / ${drain.devices}`,
      ratio(manyDevices.perSecond, drain.perSecond),
    ],
    ['', ''],
    [`publish to stored at ${latency.perSecond}/s: p50, p95, p99`, milliseconds(latency.toStored)],
    [`publish to live topic at ${latency.perSecond}/s: p50, p95, p99`, milliseconds(latency.toLiveTopic)],
    ['', ''],
    ...Object.entries(drain.cpuPer10000).map(([name, seconds]): [string, string] => [
      `${name}: CPU for 10,000 readings, peak memory`,
      `${seconds.toFixed(2)} s, ${drain.peakMegabytes[name]} MiB`,
    ]),
    ...Object.entries(manyDevices.peakMegabytes)
      .filter(([name]) => name.startsWith('ingestor'))
      .map(([name, megabytes]): [string, string] => [
        `${name} with ${manyDevices.devices.toLocaleString('en')} devices: peak memory`,
        `${megabytes} MiB`,
      ]),
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, value]) => (what === '' ? '' : `${what.padEnd(width)}  ${value}`)).join('\n');
}

const ratio = (value: number, base: number): string => `${(value / base).toFixed(2)} x`;

const milliseconds = ({ p50, p95, p99 }: LatencyResult['toStored']): string => `${p50}, ${p95}, ${p99} ms`;
