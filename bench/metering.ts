import { resolve } from 'node:path';
import { startStack } from '../stack/stack.ts';
import { drain } from './drain.ts';
import { recomputeDays } from './recompute.ts';

const folder = resolve(import.meta.dirname, '../.stack/bench-metering');
const progress = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
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
    const rates: { unmetered: number; metered: number }[] = [];
    for (let round = 1; round <= 3; round++) {
      progress(`the pipeline without and with metering, round ${round}`);
      const unmetered = await drain(stack, { ...options, count: 60_000, unmetered: true });
      const metered = await drain(stack, { ...options, count: 60_000 });
      rates.push({ unmetered: unmetered.perSecond, metered: metered.perSecond });
    }
    for (const { unmetered, metered } of rates) {
      const ratio = (metered / unmetered).toFixed(2);
      process.stdout.write(`1,000 meters: ${rate(unmetered)} without metering, ${rate(metered)} with it: ${ratio} x\n`);
    }
  }
  if (what !== 'drain')
    process.stdout.write(`${await recomputeDays(stack.elasticsearchUrl, Number(days), progress)}\n`);
} finally {
  await stack.stop();
}
