import { type CanaryRun, failure, stationTitles } from './station.ts';

const marks = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' } as const;

/** A run as people read it: first whether it passed, then every station, and what to do where it failed. */
export function runScreen({ startedAt, stations, passed, recorded }: CanaryRun): string {
  const failed = failure(stations);
  const summary = passed ? 'PASSED: readings and mails get through' : `FAILED: ${failed?.finding?.what ?? 'unknown'}`;
  const width = Math.max(...Object.values(stationTitles).map(({ length }) => length));
  const lines = stations.flatMap(({ name, state, afterMs, finding }) => {
    const said = afterMs === undefined ? '' : `after ${afterMs} ms`;
    const head = `${marks[state].padEnd(7)}  ${stationTitles[name].padEnd(width)}  ${said}`;
    if (state === 'passed' || !finding) return [head.trimEnd()];
    if (state === 'skipped') return [`${head}${finding.words}`];
    return [
      `${head}${finding.what}: ${finding.words}`,
      ...(finding.next ? [`${' '.repeat(11 + width)}-> ${finding.next}`] : []),
    ];
  });
  const unrecorded = recorded ? [] : ['', 'This run could not be recorded: Elasticsearch was away.'];
  return [`${summary} (canary of ${startedAt})`, '', ...lines, ...unrecorded].join('\n');
}
