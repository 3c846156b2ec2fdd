import { sensorTypes } from '../shared/sensors/index.ts';
import { runCommand } from './command.ts';
import { runRetention } from './retention/run.ts';
import { fewDays, readShardBudget } from './retention/shards.ts';
import { count } from './table.ts';

const help = `npm run retention [-- --dry-run]

Deletes readings that are older than RETENTION_DAYS, and makes one index of the daily ones of each past month.

  --dry-run   says what it would do, and does nothing`;

await runCommand({
  help,
  options: { 'dry-run': { type: 'boolean' } },
  async run({ client, config, values, print, exclusively }) {
    const work = { client, config, report: print };
    if (values['dry-run']) await runRetention({ ...work, dryRun: true, check: () => {} }, Date.now());
    else {
      await exclusively('retention', ({ check }) => runRetention({ ...work, dryRun: false, check }, Date.now()));
    }
    const { used, limit, daysLeft } = await readShardBudget(client, sensorTypes.length * (1 + config.replicas));
    const warning = daysLeft < fewDays ? `: FULL IN ${daysLeft} DAYS` : '';
    print(`${count(used)} of ${count(limit)} shards in use${warning}`);
    return 0;
  },
});
