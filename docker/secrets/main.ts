import { ensureCommands } from '../../stack/system-packages.ts';
import { help, readArguments, UsageError } from './arguments.ts';
import { makeSecrets } from './make.ts';

/** EX_USAGE of sysexits.h. */
const wrongUsage = 64;

try {
  const options = readArguments(process.argv.slice(2), process.env);
  if (!options) {
    console.log(help);
  } else {
    const missing = await ensureCommands(
      [{ command: 'openssl', package: 'openssl' }],
      AbortSignal.timeout(120_000),
      () => {},
    );
    if (missing) throw new UsageError(missing);
    const { changed, kept } = makeSecrets(options);
    console.log(
      changed.length === 0
        ? `${options.folder} is complete.`
        : `${options.folder}: ${changed.length} files made or renewed.`,
    );
    for (const name of changed) console.log(`  ${name}`);
    if (kept.length > 0) console.log('Kept, as somebody wrote them; to have one made, delete it:');
    for (const name of kept) console.log(`  ${name}`);
    if (process.getuid?.() !== 0) console.log('The containers run as user 1000, who must be able to read these files.');
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message} See --help.`);
  process.exitCode = wrongUsage;
}
