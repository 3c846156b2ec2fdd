import { resolve } from 'node:path';
import { startStack } from '../stack/stack.ts';
import { type DrainResult, drain } from './drain.ts';
import { recomputeDays } from './recompute.ts';

const folder = resolve(import.meta.dirname, '../.stack/bench-metering');
const progress = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
/** Of what metering uses, by all sides: it tells more than rates where the machine has other work. */
const cpu = ({ cpuPer10000 }: DrainResult): string =>
  ((cpuPer10000['ingestor-centrale'] ?? 0) + (cpuPer10000.elasticsearch ?? 0)).toFixed(2);
const memory = ({ peakMegabytes }: DrainResult): string => `${peakMegabytes['ingestor-centrale']} MiB`;
/** `drain` or `recompute` does one of the two; the days to compute again, a year where not given. */
const [what = 'all', days = '365'] = process.argv.slice(2);

/** What metering costs: the drain of 1,000 meters with and without it, in turn, and a device-year computed again. */
const stack = await startStack({
  folder,
  fresh: true,
  servers: ['mosquitto', 'activemq', 'elasticsearch'],
  tuning: { mosquittoSaveEvery: 1000 },
  onProgress: progress,
});
try {
  if (what !== 'recompute') {
    const options = { devices: 1000, types: ['centrale'], logFolder: `${folder}/services` } as const;
    progress('the pipeline, to warm up');
    await drain(stack, { ...options, count: 30_000 });
    const rounds: { unmetered: DrainResult; metered: DrainResult }[] = [];
    for (let round = 1; round <= 3; round++) {
      progress(`the pipeline without and with metering, round ${round}`);
      const unmetered = await drain(stack, { ...options, count: 60_000, unmetered: true });
      const metered = await drain(stack, { ...options, count: 60_000 });
      rounds.push({ unmetered, metered });
    }
    for (const { unmetered, metered } of rounds) {
      const ratio = (metered.perSecond / unmetered.perSecond).toFixed(2);
      const speeds = `${rate(unmetered.perSecond)} without metering, ${rate(metered.perSecond)} with it: ${ratio} x`;
      const costs = `CPU for 10,000: ${cpu(unmetered)} s and ${cpu(metered)} s`;
      const most = `ingestor at most ${memory(unmetered)} and ${memory(metered)}`;
      process.stdout.write(`1,000 meters: ${speeds}; ${costs}; ${most}\n`);
    }
  }
  if (what !== 'drain')
    process.stdout.write(`${await recomputeDays(stack.elasticsearchUrl, Number(days), progress)}\n`);
} finally {
  await stack.stop();
}
