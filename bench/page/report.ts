import type { Percentiles } from '../percentiles.ts';
import type { BenchResult } from '../report.ts';
import type { Crowd } from './crowd.ts';
import type { Day } from './day.ts';
import type { FirstView } from './first-view.ts';
import type { PageLatency } from './latency.ts';

/** All figures of the live page; each part has the machine and the time it was measured on. */
export interface PageResult {
  readonly machine: BenchResult['machine'];
  readonly latency?: PageLatency;
  readonly first?: FirstView;
  readonly crowd?: Crowd;
  readonly day?: Day;
}

type Row = readonly [what: string, figure: string, goal: string];

/** The figures for people, each beside what is wanted of it. */
export function describePage({ latency, first, crowd, day }: PageResult): string {
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
  for (const [name, held] of Object.entries(day?.pages ?? {})) {
    for (const at of [1, 2, 3, 6, 9, 12]) {
      const found = held.find(({ hour }) => hour === at);
      if (!found) continue;
      const { heapMegabytes, nodes, listeners } = found;
      const figure = `${heapMegabytes.toFixed(2)} MiB, ${nodes} nodes, ${listeners} listeners`;
      rows.push([`${name}, hour ${at}, heap after collection`, figure, at > 1 ? 'flat' : '']);
    }
  }
  if (day) rows.push([`numbers shown in ${day.hours} h`, day.readingsSeen.toLocaleString('en'), '']);
  const [what, figure] = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) as [number, number];
  return rows.map((row) => `${row[0].padEnd(what)}  ${row[1].padEnd(figure)}  ${row[2]}`.trimEnd()).join('\n');
}

const said = ({ p50, p95, p99, max }: Percentiles): string => `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms`;

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
