import type { Relay } from '../harness/relay.ts';
import type { Wire } from './member.ts';
import type { Scenario, Stage } from './scenario.ts';

type Hop = readonly [name: string, role: 'gateways' | 'ingestors', wire: Wire];

const hops: readonly Hop[] = [
  ['Mosquitto to gateway', 'gateways', 'mqtt'],
  ['gateway to ActiveMQ', 'gateways', 'activemq'],
  ['ActiveMQ to ingestor', 'ingestors', 'activemq'],
  ['ingestor to Elasticsearch', 'ingestors', 'elasticsearch'],
];

const relaysOf = ([, role, wire]: Hop, { pipeline }: Stage): Relay[] =>
  pipeline[role].flatMap(({ wires }) => wires[wire] ?? []);

/** Cut in the middle of whatever is under way, and back after some tenths of a second. */
async function cut(hop: Hop, stage: Stage, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    for (const relay of relaysOf(hop, stage)) await relay.cut();
    await stage.lasting(stage.random.between(1, 10) / 10);
    for (const relay of relaysOf(hop, stage)) await relay.mend();
    await stage.pipeline.load.further(stage.random.between(10, 100));
  }
}

/** Slows a hop down for some seconds. */
async function slow(chosen: readonly Hop[], stage: Stage, how: (relay: Relay) => void): Promise<void> {
  const relays = chosen.flatMap((hop) => relaysOf(hop, stage));
  for (const relay of relays) how(relay);
  await stage.lasting(slowSeconds);
  for (const relay of relays) await relay.mend();
}

const slowSeconds = 10;
const delayMs = 300;
const bytesPerSecond = 20_000;

export const hopFaults: readonly Scenario[] = [
  {
    name: 'cut every hop, in random order',
    short: true,
    async harm(stage) {
      for (const hop of stage.random.shuffled(hops)) await cut(hop, stage, 1);
    },
  },
  ...hops.flatMap((hop): Scenario[] => [
    { name: `cut ${hop[0]}, 5 times`, harm: (stage) => cut(hop, stage, 5) },
    {
      name: `${hop[0]} freezes, then breaks`,
      async harm(stage) {
        for (const relay of relaysOf(hop, stage)) relay.freeze();
        await stage.lasting(5);
        for (const relay of relaysOf(hop, stage)) await relay.mend();
      },
    },
    { name: `delay ${hop[0]} by ${delayMs} ms`, harm: (stage) => slow([hop], stage, (relay) => relay.delay(delayMs)) },
    {
      name: `throttle ${hop[0]} to ${bytesPerSecond / 1000} kB/s`,
      harm: (stage) => slow([hop], stage, (relay) => relay.throttle(bytesPerSecond)),
    },
  ]),
  { name: `delay every hop by ${delayMs} ms`, harm: (stage) => slow(hops, stage, (relay) => relay.delay(delayMs)) },
];
