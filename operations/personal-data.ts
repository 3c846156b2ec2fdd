import { runCommand } from './command.ts';
import { OperationError } from './operation-error.ts';
import { type PersonalItem, partAbout } from './personal-data/names.ts';
import { erasePersonalData, findPersonalData } from './personal-data/store.ts';
import { count } from './table.ts';

const help = `npm run -s personal-data -- --name <name> [--erase]

Exports what is stored of a person as JSON: incidents that they acknowledged, repaired or silenced, notes that name them,
and meter swaps that they declared.

  --name <name>   as they gave it on the page of a mail; capitals and spaces make no difference
  --erase         puts '[erased]' in the place of the name, and removes the note; incidents stay`;

await runCommand({
  help,
  options: { name: { type: 'string' }, erase: { type: 'boolean' } },
  async run({ client, config, values, print, tell, exclusively }) {
    const { name } = values;
    if (typeof name !== 'string' || name.trim() === '') throw new OperationError('Whose data? Say --name <name>.');
    const partOf = (item: PersonalItem) => partAbout(item, name);
    if (values.erase) {
      const documents = await exclusively('personal-data', ({ check }) =>
        erasePersonalData(client, config.customer, partOf, check),
      );
      print(`erased in ${count(documents)} documents`);
      tell(`Backups made before still have the name; they go with the ${config.backup.keep} next ones.`);
      return 0;
    }
    const items = await findPersonalData(client, config.customer, partOf);
    print(JSON.stringify({ name, exportedAt: new Date().toISOString(), items }, null, 2));
    return 0;
  },
});
