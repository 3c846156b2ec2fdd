import { runCommand } from './command.ts';
import { checkActivemq, checkMqtt, checkSmtp } from './status/brokers.ts';
import { screen } from './status/finding.ts';
import { checkService } from './status/services.ts';
import { checkStore } from './status/store.ts';

const help = `npm run status

Looks at every service, broker, store, sensor, backup and mail, and says what is broken and what to do next. Exit code 1
when something is broken.`;

await runCommand({
  help,
  async run({ client, config, print }) {
    const { services, mqtt, activemq, smtpUrl } = config.watched;
    const findings = await Promise.all([
      ...[...services].map(([name, address]) => checkService(name, address)),
      checkMqtt(mqtt),
      checkActivemq(activemq, config.customer),
      checkStore(client, config, Date.now()),
      checkSmtp(smtpUrl),
    ]);
    const { text, exitCode } = screen(findings.flat(), process.stdout.isTTY && process.env.NO_COLOR === undefined);
    print(text);
    return exitCode;
  },
});
