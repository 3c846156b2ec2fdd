import type { ServiceName } from '../harness/service.ts';
import { until } from '../harness/until.ts';
import type { Member, Wire } from './member.ts';
import type { Scenario, Stage } from './scenario.ts';

/** A process that can die, by the name that people know. */
type Victim = 'gateway' | 'ingestor' | 'Mosquitto' | 'ActiveMQ' | 'Elasticsearch';

export const serverOf = { Mosquitto: 'mosquitto', ActiveMQ: 'activemq', Elasticsearch: 'elasticsearch' } as const;
const victims: readonly Victim[] = ['gateway', 'ingestor', 'Mosquitto', 'ActiveMQ', 'Elasticsearch'];

async function kill(victim: Victim, { server, pipeline, killMosquitto }: Stage): Promise<void> {
  if (victim === 'gateway') await pipeline.gateways[0]?.kill();
  else if (victim === 'ingestor') await pipeline.ingestors[0]?.kill();
  else if (victim === 'Mosquitto') await killMosquitto();
  else await server(serverOf[victim]).kill();
}

async function restart(victim: Victim, { server, pipeline }: Stage): Promise<void> {
  if (victim === 'gateway') pipeline.gateways[0]?.start();
  else if (victim === 'ingestor') pipeline.ingestors[0]?.start();
  else await server(serverOf[victim]).start();
}

async function killAndRestart(victim: Victim, stage: Stage): Promise<void> {
  await kill(victim, stage);
  await stage.lasting(stage.random.between(2, 15) / 10);
  await restart(victim, stage);
}

/**
 * A service dies while it holds readings that it cannot pass on. What it has not acknowledged is delivered to the next one; who
 * acknowledges early loses it here, every time.
 */
function killWhileOwing(role: ServiceName, down: Wire, name: string): Scenario {
  return {
    name,
    short: true,
    async harm({ pipeline: { gateways, ingestors, load, drained } }) {
      const member = (role === 'gateway' ? gateways[0] : ingestors[0]) as Member;
      // First it hands on all that it has: what is cut off half-way may have arrived, and would prove nothing.
      load.pause();
      await drained();
      await until(`the ${role} to be idle`, async () => (await member.received()) === (await member.settled()));
      await member.wires[down]?.cut();
      const before = await member.received();
      load.resume();
      await until(`the ${role} to take readings`, async () => (await member.received()) > before);
      await load.further(100);
      load.pause();
      // Mosquitto takes a packet of each connection in turn: by then it has read what the gateway had to say as well.
      await load.acknowledgedSoFar();
      await member.kill();
      load.resume();
      await member.wires[down]?.mend();
      member.start();
    },
  };
}

export const gatewayOwing = killWhileOwing('gateway', 'activemq', 'kill -9 gateway that cannot reach ActiveMQ');
export const ingestorOwing = killWhileOwing(
  'ingestor',
  'elasticsearch',
  'kill -9 ingestor that cannot reach Elasticsearch',
);

/** What Mosquitto accepts and has not saved is lost with it: little. At this it is slow, so nobody else gets it. */
const savingMosquitto: Scenario['extra'] = { servers: ['mosquitto'], tuning: { mosquittoSaveEvery: 10 } };

/** How often each is killed; the servers take long to come back. */
const times: Readonly<Record<Victim, number>> = {
  gateway: 2,
  ingestor: 2,
  Mosquitto: 2,
  ActiveMQ: 1,
  Elasticsearch: 1,
};

export const kills: readonly Scenario[] = [
  gatewayOwing,
  ingestorOwing,
  ...victims.map(
    (victim): Scenario => ({
      name: `kill -9 ${victim}`,
      // The services are killed in the two scenarios above as well.
      short: victim in serverOf,
      ...(victim === 'Mosquitto' && { extra: savingMosquitto }),
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
    extra: savingMosquitto,
    async harm(stage) {
      for (const victim of [...stage.random.shuffled(victims), ...stage.random.shuffled(victims)]) {
        await killAndRestart(victim, stage);
        await stage.pipeline.load.further(stage.random.between(1, 150));
      }
    },
  },
  {
    name: 'kill -9 all of them together, back in random order',
    extra: savingMosquitto,
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
