import type { ServerName } from '../../stack/stack.ts';
import type { Scenario, Stage } from './scenario.ts';

/** A process that can die, by the name that people know. */
type Victim = 'gateway' | 'ingestor' | 'Mosquitto' | 'ActiveMQ' | 'Elasticsearch';

export const serverOf = { Mosquitto: 'mosquitto', ActiveMQ: 'activemq', Elasticsearch: 'elasticsearch' } as const;
const victims: readonly Victim[] = ['gateway', 'ingestor', 'Mosquitto', 'ActiveMQ', 'Elasticsearch'];

async function kill(victim: Victim, { stack, pipeline, killMosquitto }: Stage): Promise<void> {
  if (victim === 'gateway') await pipeline.gateways[0]?.kill();
  else if (victim === 'ingestor') await pipeline.ingestors[0]?.kill();
  else if (victim === 'Mosquitto') await killMosquitto();
  else await stack.server(serverOf[victim]).kill();
}

async function restart(victim: Victim, { stack, pipeline }: Stage): Promise<void> {
  if (victim === 'gateway') pipeline.gateways[0]?.start();
  else if (victim === 'ingestor') pipeline.ingestors[0]?.start();
  else await stack.server(serverOf[victim] satisfies ServerName).start();
}

async function killAndRestart(victim: Victim, stage: Stage): Promise<void> {
  await kill(victim, stage);
  await stage.lasting(stage.random.between(2, 15) / 10);
  await restart(victim, stage);
}

/** How often each is killed; the servers take long to come back. */
const times: Readonly<Record<Victim, number>> = { gateway: 3, ingestor: 3, Mosquitto: 2, ActiveMQ: 1, Elasticsearch: 1 };

export const kills: readonly Scenario[] = [
  ...victims.map(
    (victim): Scenario => ({
      name: `kill -9 ${victim}`,
      short: true,
      async harm(stage) {
        for (let round = 0; round < times[victim]; round++) {
          if (round > 0) {
            await stage.pipeline.ready();
            await stage.pipeline.load.further(stage.random.between(20, 150));
          }
          await killAndRestart(victim, stage);
        }
      },
    }),
  ),
  {
    name: 'kill -9 each, one after the other, in random order, twice',
    async harm(stage) {
      for (const victim of [...stage.random.shuffled(victims), ...stage.random.shuffled(victims)]) {
        await killAndRestart(victim, stage);
        await stage.pipeline.load.further(stage.random.between(1, 150));
      }
    },
  },
  {
    name: 'kill -9 all of them together, back in random order',
    async harm(stage) {
      for (const victim of stage.random.shuffled(victims)) {
        await kill(victim, stage);
        await stage.lasting(stage.random.between(0, 5) / 10);
      }
      for (const victim of stage.random.shuffled(victims)) {
        await restart(victim, stage);
        await stage.lasting(stage.random.between(0, 10) / 10);
      }
    },
  },
];
