import { runCommand } from './command.ts';
import { lookAtEverything } from './status/look.ts';
import { screen } from './status/screen.ts';

const help = `npm run status

Looks at every service, broker, store, sensor, backup and mail, and says what is broken and what to do next. Exit code 1
when something is broken.`;

await runCommand({
  help,
  async run({ client, config, print }) {
    const findings = await lookAtEverything(client, config, Date.now());
    const { text, exitCode } = screen(findings, process.stdout.isTTY && process.env.NO_COLOR === undefined);
    print(text);
    return exitCode;
  },
});
