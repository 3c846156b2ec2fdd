import { makeBackup } from './backup/make.ts';
import { runCommand } from './command.ts';
import { count } from './table.ts';

await runCommand({
  help: 'npm run backup\n\nMakes a backup of all indices of the customer now, and reads it back. Exit code 1 when it was not found right.',
  async run({ work, print, exclusively }) {
    const record = await exclusively('backup', () => makeBackup(work, Date.now()));
    const indices = Object.values(record.indices);
    const documents = indices.reduce((sum, index) => sum + index.documents, 0);
    if (record.verified) {
      print(`${record.snapshot}: ${count(indices.length)} indices, ${count(documents)} documents, verified`);
      return 0;
    }
    print(
      `${record.snapshot} was made, but is NOT VERIFIED:\n${record.problems.map((line) => `  ${line}`).join('\n')}`,
    );
    return 1;
  },
});
