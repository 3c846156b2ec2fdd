import { forgetOldCanaries } from './canary/keep.ts';
import { runCanary } from './canary/run.ts';
import { runScreen } from './canary/screen.ts';
import { runCommand } from './command.ts';

const help = `npm run canary

Sends the reading of a device that does not exist over MQTT and follows it: forwarded, stored, announced, seen by the live page.
Then has a drill mailed, with the figures of the last seven days. Says which part is broken and what to do next; exit code 1 when
it did not get through. It is in no figure and on no dashboard.`;

await runCommand({
  help,
  async run({ client, config, print }) {
    const now = Date.now();
    const run = await runCanary({ client, config }, now);
    print(runScreen(run));
    if (run.recorded) await forgetOldCanaries(client, config.customer, now);
    return run.passed ? 0 : 1;
  },
});
