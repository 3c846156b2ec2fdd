import { restoreBackup } from './backup/restore.ts';
import { runCommand } from './command.ts';
import { OperationError } from './operation-error.ts';
import { count } from './table.ts';

const help = `npm run restore -- --snapshot <name> [--as <prefix>] [--index <pattern>] [--replace]

Restores a backup and checks counts and checksums against what was found when it was verified.

  --snapshot <name>   as npm run backups lists it; latest: the newest verified one
  --as <prefix>       restores beside what is there: old- makes old-finemeca-air-data-2026-11-1
  --index <pattern>   only these indices: 'finemeca-*-daily-*'
  --replace           over what is there: what was written since the backup is lost`;

await runCommand({
  help,
  options: {
    snapshot: { type: 'string' },
    as: { type: 'string' },
    index: { type: 'string' },
    replace: { type: 'boolean' },
  },
  async run({ values, work, print, exclusively }) {
    const { snapshot, as = '', index = '*', replace = false } = values;
    if (typeof snapshot !== 'string') throw new OperationError('Which backup? Say --snapshot <name>, or latest.');
    const prefix = String(as);
    if (prefix !== '' && !/^[a-z0-9][a-z0-9_-]{0,40}$/.test(prefix)) {
      throw new OperationError(`--as '${prefix}' must be lower-case letters, digits, - or _.`);
    }
    const request = { snapshot, as: prefix, pattern: String(index), replace: replace === true };
    const result = await exclusively('restore', () => restoreBackup(work, request));
    print(`${result.backup}: ${count(result.restored)} indices and ${count(result.documents)} documents restored`);
    if (result.compared < result.restored) {
      print(`  ${count(result.restored - result.compared)} of them could not be compared: they were never verified`);
    }
    for (const problem of result.problems) print(`  WRONG: ${problem}`);
    if (result.problems.length === 0) print('  counts and checksums are those of the backup');
    return result.problems.length === 0 ? 0 : 1;
  },
});
