import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { Registry } from 'prom-client';
import { inject } from 'vitest';
import { buildMail, mailVariables } from '../../alerter/mail/config.ts';
import { createSender, type Sender } from '../../alerter/mail/sender.ts';
import type { AnyNotice } from '../../alerter/notice.ts';
import { commonVariables } from '../../shared/config/common.ts';
import { defineConfig, type Environment, readConfig } from '../../shared/config/read.ts';
import { alertNamesOf } from '../../shared/names.ts';
import { brokerAt } from './queue.ts';
import type { LogLine } from './service.ts';

/** A sender and what it would have written into Elasticsearch. */
export interface TestSender extends Sender {
  readonly customer: string;
  /** Ids of notices and what became of them, in order. */
  readonly records: { readonly id: string; readonly outcome: string }[];
  readonly log: readonly LogLine[];
  /** Sum over all mails of one outcome. */
  mails(outcome: string): Promise<number>;
  /** All metrics as text. */
  metrics(): Promise<string>;
}

const running = new Set<Sender>();
const definition = defineConfig({ ...commonVariables, ...mailVariables }, buildMail);

export const newCustomer = (): string => `mail${randomBytes(4).toString('hex')}`;

/** A real sender on the shared broker, with a queue of its own. */
export function startSender(
  environment: Environment,
  {
    known = () => false,
    activemqUrl = inject('activemqUrl'),
  }: { known?: (notice: AnyNotice) => boolean; activemqUrl?: string } = {},
): TestSender {
  const customer = environment.CUSTOMER ?? newCustomer();
  const read = readConfig(definition, {
    MAIL_FROM: 'Finemeca <no-reply@finemeca.test>',
    ...environment,
    CUSTOMER: customer,
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const registry = new Registry();
  const log: LogLine[] = [];
  const records: { id: string; outcome: string }[] = [];
  const sender = createSender({
    config: read.config,
    activemq: brokerAt(activemqUrl),
    logger: pino(
      { base: null, formatters: { level: (label) => ({ level: label }) } },
      { write: (line: string) => void log.push(JSON.parse(line) as LogLine) },
    ),
    registry,
    queue: alertNamesOf(customer).queue,
    records: {
      record: async ({ id }, { done }) => void (done && records.push({ id, outcome: done })),
      progress: async (notice) => ({ done: known(notice), served: [] }),
    },
  });
  running.add(sender);
  sender.start();
  const metrics = () => registry.metrics();
  return Object.assign(Object.create(sender) as Sender, {
    customer,
    records,
    log,
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
