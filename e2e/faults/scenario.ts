import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Stack, startStack } from '../../stack/stack.ts';
import type { ServerName, StackServer, StackTuning } from '../../stack/types.ts';
import { type LedgerLine, type MosquittoKill, settleAccounts } from './ledger.ts';
import { type Pipeline, type PipelineOptions, type Servers, startPipeline } from './pipeline.ts';
import { createRandom, type Random } from './random.ts';

/** Where a scenario takes place. */
export interface Stage {
  readonly server: (name: ServerName) => StackServer;
  /** The addresses of the servers that this scenario uses, without relays. */
  readonly servers: Servers;
  readonly pipeline: Pipeline;
  readonly random: Random;
  /** Kills Mosquitto; it alone may have lost something by that, so the ledger must know when. */
  killMosquitto(): Promise<void>;
  /** Lets a fault last. */
  lasting(seconds: number): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Part of the short form, which runs with every `npm test`. */
  readonly short?: boolean;
  readonly settings?: Omit<PipelineOptions, 'random' | 'servers'>;
  /** Servers that this scenario needs made in another way: they stand in for those of the stack. */
  readonly extra?: { readonly servers: readonly ServerName[]; readonly tuning: StackTuning };
  /** Does the harm and repairs it; everything runs when it resolves. */
  readonly harm: (stage: Stage) => Promise<void>;
  /** Looks at more than the ledger, when everything is settled; throws when it is not as it should be. */
  readonly check?: (stage: Stage) => void;
}

/** A load is steady when this many readings have been published, and goes on for as many after the repair. */
const steadyReadings = 150;

/** Runs a scenario on a pipeline of its own, and settles the accounts when nothing is on its way any more. */
export async function runScenario(scenario: Scenario, stack: Stack, seed: number): Promise<LedgerLine> {
  const server = (name: ServerName) => stack.server(name);
  if (!scenario.extra) return await play(scenario, server, stack, seed);
  const { servers: names } = scenario.extra;
  const folder = resolve(import.meta.dirname, '../../.stack/faults-extra');
  const extra = await startStack({ ...scenario.extra, folder, fresh: true });
  try {
    const stackOf = (name: ServerName) => (names.includes(name) ? extra : stack);
    const addresses = {
      mqttUrl: stackOf('mosquitto').mqttUrl,
      activemqUrl: stackOf('activemq').activemqUrl,
      elasticsearchUrl: stackOf('elasticsearch').elasticsearchUrl,
    };
    return await play(scenario, (name) => stackOf(name).server(name), addresses, seed);
  } finally {
    await extra.stop();
  }
}

async function play(scenario: Scenario, server: Stage['server'], servers: Servers, seed: number): Promise<LedgerLine> {
  const random = createRandom(seed);
  const pipeline = await startPipeline({ ...scenario.settings, servers, random });
  const mosquittoKills: MosquittoKill[] = [];
  const stage: Stage = {
    server,
    servers,
    pipeline,
    random,
    async killMosquitto() {
      const mosquitto = server('mosquitto');
      await mosquitto.kill();
      await pipeline.load.cutOff();
      mosquittoKills.push({ savedAt: lastSaveOf(mosquitto), goneAt: Date.now() });
    },
    lasting: (seconds) => sleep(seconds * 1000),
  };
  try {
    await pipeline.load.further(steadyReadings);
    const began = Date.now();
    await scenario.harm(stage);
    const mended = Date.now();
    const watcher = watchCatchUp(pipeline, mended);
    await pipeline.ready();
    await pipeline.load.further(steadyReadings);
    await pipeline.load.finish();
    await pipeline.drained();
    const accounts = await settleAccounts(pipeline, mosquittoKills);
    const catchUpSeconds = await watcher.end(accounts.forgotten);
    scenario.check?.(stage);
    return { scenario: scenario.name, ...accounts, outageSeconds: (mended - began) / 1000, catchUpSeconds };
  } finally {
    await pipeline.close();
  }
}

/** When Mosquitto last wrote its queues and sessions to its disk; never: 0. */
function lastSaveOf({ logFile }: StackServer): number {
  const file = join(dirname(logFile), '../mosquitto/mosquitto.db');
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Notes when everything that had been published at the repair is stored; `end` has a last look. */
function watchCatchUp({ load, store }: Pipeline, mended: number) {
  const goal = load.published;
  let ended = false;
  let excused = 0;
  let seconds: number | undefined;
  const look = async () => {
    const count = await store.countBelow(goal).catch(() => 0);
    if (count >= goal - excused) seconds = (Date.now() - mended) / 1000;
  };
  const watching = (async () => {
    while (!ended && seconds === undefined) {
      await look();
      await sleep(100);
    }
  })();
  return {
    async end(forgotten: number): Promise<number | undefined> {
      ended = true;
      await watching;
      excused = forgotten;
      if (seconds === undefined) await look();
      return seconds;
    },
  };
}
