import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../../stack/stack.ts';
import { endBrokerClients } from '../harness/queue.ts';
import { endServices } from '../harness/service.ts';
import { gatewayOwing, ingestorOwing } from './kills.ts';
import { type LedgerLine, renderLedger } from './ledger.ts';
import { runScenario, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const long = process.env.FAULTS === 'long';
/** The long form is different each time; `FAULTS_SEED` repeats a run. */
const seed = Number(process.env.FAULTS_SEED ?? (long ? Date.now() % 1_000_000 : 1));
const only = process.env.FAULTS_ONLY;
const chosen = scenarios.filter(({ name, short }) => (only ? name.includes(only) : long || short));
const ledger: LedgerLine[] = [];
let stack: Stack;

beforeAll(async () => {
  process.stdout.write(`faults: FAULTS_SEED=${seed}\n`);
  stack = await startStack({
    folder: resolve(import.meta.dirname, '../../.stack/faults'),
    servers: ['mosquitto', 'activemq', 'elasticsearch'],
    fresh: true,
    onProgress: (line) => process.stdout.write(`faults: ${line}\n`),
  });
});

afterEach(async () => {
  endBrokerClients();
  await endServices();
  // A scenario that failed half-way leaves them dead or frozen.
  for (const name of ['mosquitto', 'activemq', 'elasticsearch'] as const) {
    const server = stack.server(name);
    server.resume();
    if (server.pid === undefined) await server.start();
  }
}, 300_000);

afterAll(async () => {
  process.stdout.write(`\nThe ledger (FAULTS_SEED=${seed})\n${renderLedger(ledger)}\n\n`);
  await stack?.stop();
});

test.each(chosen)('$name: nothing is lost, nothing is there twice', { timeout: 900_000 }, async (scenario) => {
  const line = await runScenario(scenario, stack, seed);
  ledger.push(line);
  expect(line).toMatchObject({ lost: 0, duplicated: 0, rejected: 0 });
  expect(line.stored + line.forgotten).toBe(line.published);
});

/** A service with a fault of its own: this module is loaded into it before its first line. */
const preloaded = (module: string) => ({ NODE_OPTIONS: `--import=${new URL(module, import.meta.url).href}` });

/** What must not pass, and by which column the ledger tells. */
const mutants: readonly (readonly [name: string, fault: 'lost' | 'duplicated', scenario: Scenario])[] = [
  [
    'a gateway that acknowledges early',
    'lost',
    { ...gatewayOwing, settings: { gatewayEnvironment: preloaded('./mutants/early-gateway.ts') } },
  ],
  [
    'an ingestor that acknowledges early',
    'lost',
    { ...ingestorOwing, settings: { ingestorEnvironment: preloaded('./mutants/early-ingestor.ts') } },
  ],
  [
    'ids that are new every time',
    'duplicated',
    {
      name: 'two gateways',
      settings: { sideBySide: 2, ingestorEnvironment: preloaded('./mutants/new-ids.ts') },
      harm: () => Promise.resolve(),
    },
  ],
];

test.each(mutants)('the ledger catches %s', { timeout: 900_000 }, async (name, fault, scenario) => {
  const line = await runScenario(scenario, stack, seed);
  ledger.push({ ...line, scenario: `(must be caught) ${name}` });
  expect(line[fault]).toBeGreaterThan(0);
  expect(line.rejected).toBe(0);
});
