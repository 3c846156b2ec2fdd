import { runCommand } from './command.ts';
import { runMigrations } from './migrations/run.ts';

const help = `npm run migrate [-- --dry-run]

Brings what a former release has stored to what this release expects. The operations service does it by itself, at its start
and every hour. It may be interrupted and run again, beside services of both releases.

  --dry-run   says what it would do, and does nothing`;

await runCommand({
  help,
  options: { 'dry-run': { type: 'boolean' } },
  async run({ client, config, values, print, exclusively }) {
    const work = { client, config, report: print };
    const something = values['dry-run']
      ? await runMigrations({ ...work, dryRun: true, check: () => {} }, Date.now())
      : await exclusively('migrate', ({ check }) => runMigrations({ ...work, dryRun: false, check }, Date.now()));
    if (!something) print('nothing to migrate');
    return 0;
  },
});
