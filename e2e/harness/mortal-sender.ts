import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { buildMail, mailVariables } from '../../alerter/mail/config.ts';
import { createSender } from '../../alerter/mail/sender.ts';
import { commonVariables } from '../../shared/config/common.ts';
import { defineConfig, readConfig } from '../../shared/config/read.ts';
import { createLogger } from '../../shared/logger.ts';
import { alertNamesOf } from '../../shared/names.ts';

/*
 * A sender as a process of its own, which keeps its record in the file RECORD and is killed as hard as a machine that loses
 * power, as soon as the SMTP server has accepted a mail: DIE=before-record or DIE=after-record.
 */
const { RECORD = '', DIE, BROKER = '' } = process.env;
const read = readConfig(defineConfig({ ...commonVariables, ...mailVariables }, buildMail), process.env);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

createSender({
  config: read.config,
  activemq: { urls: [BROKER], username: undefined, password: undefined, ca: undefined },
  logger: createLogger({ service: 'sender', level: 'info', format: 'json' }),
  registry: new Registry(),
  queue: alertNamesOf(read.config.customer).queue,
  records: {
    async record({ id }) {
      if (DIE === 'before-record') await die();
      appendFileSync(RECORD, `${id}\n`);
      if (DIE === 'after-record') await die();
    },
    progress: async ({ id }) => ({
      done: existsSync(RECORD) && readFileSync(RECORD, 'utf8').split('\n').includes(id),
      served: [],
    }),
  },
}).start();
