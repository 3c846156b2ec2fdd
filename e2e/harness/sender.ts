import { randomBytes } from 'node:crypto';
import { Registry } from 'prom-client';
import { inject } from 'vitest';
import { buildMail, mailVariables } from '../../alerter/mail/config.ts';
import { createSender, type Sender } from '../../alerter/mail/sender.ts';
import type { Notice } from '../../alerter/notice.ts';
import { commonVariables } from '../../shared/config/common.ts';
import { defineConfig, type Environment, readConfig } from '../../shared/config/read.ts';
import { createLogger } from '../../shared/logger.ts';
import { alertNamesOf } from '../../shared/names.ts';

/** A sender and what it would have written into Elasticsearch. */
export interface TestSender extends Sender {
  readonly customer: string;
  /** Ids of notices and what became of them, in order. */
  readonly records: { readonly id: string; readonly outcome: string }[];
  /** Sum over all mails of one outcome. */
  mails(outcome: string): Promise<number>;
  /** All metrics as text. */
  metrics(): Promise<string>;
}

const running = new Set<Sender>();
const definition = defineConfig({ ...commonVariables, ...mailVariables }, buildMail);

export const newCustomer = (): string => `mail${randomBytes(4).toString('hex')}`;

/** A real sender on the shared broker, with a queue of its own. */
export function startSender(environment: Environment, known: (notice: Notice) => boolean = () => false): TestSender {
  const customer = environment.CUSTOMER ?? newCustomer();
  const read = readConfig(definition, {
    MAIL_FROM: 'Finemeca <no-reply@finemeca.test>',
    ...environment,
    CUSTOMER: customer,
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const registry = new Registry();
  const records: { id: string; outcome: string }[] = [];
  const sender = createSender({
    config: read.config,
    activemq: { urls: [inject('activemqUrl')], username: undefined, password: undefined, ca: undefined },
    logger: createLogger({ service: 'sender', level: 'silent', format: 'json' }),
    registry,
    queue: alertNamesOf(customer).queue,
    onSent: async ({ id }, outcome) => void records.push({ id, outcome }),
    alreadySent: async (notice) => known(notice),
  });
  running.add(sender);
  sender.start();
  const metrics = () => registry.metrics();
  return Object.assign(Object.create(sender) as Sender, {
    customer,
    records,
    metrics,
    async mails(outcome: string) {
      const lines = (await metrics()).split('\n').filter((line) => line.includes(`outcome="${outcome}"`));
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
  });
}

/** Ends whatever a test has left running. */
export async function endSenders(): Promise<void> {
  for (const sender of running) await sender.close();
  running.clear();
}
