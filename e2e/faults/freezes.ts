import { serverOf } from './kills.ts';
import type { Scenario, Stage } from './scenario.ts';

interface Freezable {
  pause(): void;
  resume(): void;
}

/**
 * How long each is stopped (SIGSTOP): longer than the others need to notice. ActiveMQ expects a heart-beat every 10 s; our
 * side looks every 20 s whether anything came, so it may take 40 s; a bulk request has 30 s, and MQTT allows one and a half times
 * its 30 s.
 */
const frozen: readonly (readonly [name: string, seconds: number, who: (stage: Stage) => Freezable | undefined])[] = [
  ['gateway', 55, ({ pipeline }) => pipeline.gateways[0]],
  ['ingestor', 30, ({ pipeline }) => pipeline.ingestors[0]],
  ['Mosquitto', 55, ({ server }) => server(serverOf.Mosquitto)],
  ['ActiveMQ', 50, ({ server }) => server(serverOf.ActiveMQ)],
  ['Elasticsearch', 35, ({ server }) => server(serverOf.Elasticsearch)],
];

export const freezes: readonly Scenario[] = frozen.map(([name, seconds, who]) => ({
  name: `freeze ${name} for ${seconds} s`,
  async harm(stage) {
    const victim = who(stage);
    victim?.pause();
    await stage.lasting(seconds);
    victim?.resume();
  },
  check({ pipeline }) {
    const noticed = pipeline.members.some(({ service }) => service.log.some(({ msg }) => msg.includes('is away')));
    if (!noticed) throw new Error('nobody has noticed the freeze: it was too short to show anything');
  },
}));
