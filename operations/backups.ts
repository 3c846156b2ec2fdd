import { verifyBackup } from './backup/make.ts';
import { ensureRepository, listBackups } from './backup/repository.ts';
import { chooseBackup } from './backup/restore.ts';
import { runCommand } from './command.ts';
import { bytes, count, siteClock, table } from './table.ts';

const help = `npm run backups [-- --verify <name>]

Lists the backups: when, size, indices, documents, and whether each was read back and found right.

  --verify <name>   reads every index of that backup back again (latest: the newest verified one); exit code 1 when
                    something is wrong with it`;

await runCommand({
  help,
  options: { verify: { type: 'string' } },
  async run({ config, client, values, work, print, exclusively }) {
    const { repository } = config.backup;
    await ensureRepository(client, config.backup);
    const backups = await listBackups(client, repository, config.customer);
    if (typeof values.verify === 'string') {
      const backup = chooseBackup(backups, values.verify);
      const record = await exclusively('backups --verify', () => verifyBackup(work, backup));
      print(`${record.snapshot}: ${record.verified ? 'found right' : 'NOT RIGHT'}`);
      for (const problem of record.problems) print(`  ${problem}`);
      return record.verified ? 0 : 1;
    }
    if (backups.length === 0) {
      print('There is no backup. Make one: npm run backup');
      return 0;
    }
    const rows: string[][] = [];
    for (const backup of backups) {
      const { snapshots } = await client.snapshot.status({ repository, snapshot: backup.name }, { ignore: [404, 500] });
      const size = snapshots?.[0]?.stats?.total.size_in_bytes;
      rows.push([
        backup.name,
        siteClock(config.siteTimeZone, backup.startedAt),
        size === undefined ? 'unreadable' : bytes(size),
        count(backup.indices.length),
        backup.documents === undefined ? '' : count(backup.documents),
        backup.verifiedAt === undefined ? 'NO' : siteClock(config.siteTimeZone, backup.verifiedAt),
      ]);
    }
    print(table(['name', 'made', 'size', 'indices', 'documents', 'verified'], rows, ['size', 'indices', 'documents']));
    return 0;
  },
});
