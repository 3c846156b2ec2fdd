import type { Percentiles } from '../percentiles.ts';
import type { BenchResult } from '../report.ts';
import type { Crowd } from './crowd.ts';
import type { Day, Held } from './day.ts';
import type { FirstView } from './first-view.ts';
import type { PageLatency } from './latency.ts';

/** All figures of the live page; each part has the machine and the time it was measured on. */
export interface PageResult {
  readonly machine: BenchResult['machine'];
  readonly latency?: PageLatency;
  readonly first?: FirstView;
  readonly crowd?: Crowd;
  readonly day?: Day;
  readonly dense?: Day;
}

type Row = readonly [what: string, figure: string, goal: string];

/** The figures for people, each beside what is wanted of it. */
export function describePage({ latency, first, crowd, day, dense }: PageResult): string {
  const rows: Row[] = [];
  if (latency) {
    rows.push(
      [`publish to painted number, ${latency.readings} readings, 1/s`, said(latency.toPainted), 'p95 <= 400 ms'],
      ['server frozen to banner', said(latency.toBanner), 'max <= 3000 ms'],
    );
  }
  if (first) {
    rows.push(
      [`first view, nothing cached, ${first.loads} loads`, said(first.toNumber), 'max <= 1000 ms'],
      ['transferred for it: HTTP + snapshot', `${kB(first.httpBytes)} + ${kB(first.socketBytes)}`, '<= 150 kB'],
    );
  }
  if (crowd) {
    rows.push(
      [`publish to ${crowd.pages.toLocaleString('en')} pages, 1/s`, said(crowd.toPage), 'p99 <= 1000 ms'],
      ['delivered', `${(crowd.delivered * 100).toFixed(3)} %`, '100 %'],
      [
        'server: memory, peak, CPU',
        `${crowd.serverMegabytes} MiB, ${crowd.serverPeakMegabytes} MiB, ${crowd.serverCpuShare} core`,
        '<= 250 MB',
      ],
      ['all of them connected after', `${crowd.connectSeconds} s`, ''],
    );
  }
  for (const hours of [day, dense]) if (hours) rows.push(...heldRows(hours));
  const [what, figure] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) as [number, number];
  return rows.map((row) => `${row[0].padEnd(what)}  ${row[1].padEnd(figure)}  ${row[2]}`.trimEnd()).join('\n');
}

function heldRows({ hours, periodSeconds, readings, readingsSeen, connectionsLost, pages }: Day): Row[] {
  const rows = Object.entries(pages).flatMap(([name, held]): Row[] => {
    const [first, last] = [held[0], held.at(-1)];
    const what = `${name}, a reading every ${periodSeconds} s`;
    return [
      [`${what}: MiB of heap after each hour`, held.map(({ heapMegabytes }) => heapMegabytes.toFixed(2)).join(' '), ''],
      [`${what}: heap from hour ${warmUpHours} on`, `${perHour(held).toFixed(1)} KiB an hour`, 'flat'],
      [`${what}: DOM nodes, first and last hour`, `${first?.nodes}, ${last?.nodes}`, 'flat'],
      [`${what}: listeners, first and last hour`, `${first?.listeners}, ${last?.listeners}`, 'flat'],
    ];
  });
  const seen = `${readingsSeen.toLocaleString('en')} of ${readings.toLocaleString('en')}`;
  return [
    ...rows,
    [`numbers shown in ${hours} h`, seen, 'all'],
    ['connections lost meanwhile', String(connectionsLost), '0'],
  ];
}

/** Until then the page is still being compiled, and the last hour is not yet full. */
const warmUpHours = 2;

/** By how much the heap grows, KiB an hour: the slope of the line with the least squares. */
function perHour(held: readonly Held[]): number {
  const after = held.filter(({ hour }) => hour >= warmUpHours);
  const mean = (of: (at: Held) => number) => after.reduce((sum, at) => sum + of(at), 0) / after.length;
  const [hour, heap] = [mean((at) => at.hour), mean((at) => at.heapMegabytes)];
  const together = mean((at) => (at.hour - hour) * (at.heapMegabytes - heap));
  return (1024 * together) / mean((at) => (at.hour - hour) ** 2);
}

const said = ({ p50, p95, p99, max }: Percentiles): string => `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms`;

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
