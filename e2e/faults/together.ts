import { watch } from '../harness/queue.ts';
import { inOrder, type Seen } from './order.ts';
import type { Scenario, Stage } from './scenario.ts';

/** Two gateways and two ingestors of one type; what the ingestors announce is watched from the beginning of the harm. */
function sideBySide(name: string, harm: (stage: Stage) => Promise<void>, more: Partial<Scenario> = {}): Scenario {
  let announced: { readonly seen: readonly { readonly body: Buffer }[] };
  return {
    name: `two gateways, two ingestors: ${name}`,
    settings: { sideBySide: 2 },
    ...more,
    async harm(stage) {
      announced = await watch(stage.pipeline.names.storedTopic, stage.servers.activemqUrl);
      await harm(stage);
    },
    check() {
      const seen = announced.seen.map(({ body }) => JSON.parse(body.toString()) as Seen);
      if (seen.length === 0) throw new Error('nothing was announced, so nothing is known of the order');
      const violations = inOrder(seen);
      if (violations.length > 0) throw new Error(`a device's order was not kept: ${violations.slice(0, 5).join(', ')}`);
    },
  };
}

/** Waits until both ingestors have devices of their own. */
async function shared({ pipeline }: Stage): Promise<void> {
  await pipeline.load.further(150);
  for (const { service } of pipeline.ingestors) {
    if ((await service.metric('telemetry_ingestor_stored_total')) === 0)
      throw new Error('one ingestor has nothing to do');
  }
}

export const together: readonly Scenario[] = [
  sideBySide('nobody dies', shared),
  sideBySide(
    'one of each killed',
    async (stage) => {
      const { pipeline, random, lasting } = stage;
      await shared(stage);
      const { gateways, ingestors, load } = pipeline;
      await gateways[random.between(0, 1)]?.kill();
      await lasting(random.between(0, 5) / 10);
      const ingestor = ingestors[random.between(0, 1)];
      await ingestor?.kill();
      await load.further(150);
      for (const member of pipeline.members) if (member.service.process.signalCode !== null) member.start();
    },
    { short: true },
  ),
  sideBySide('restarted one after the other, in order (SIGTERM)', async ({ pipeline, random }) => {
    for (const member of random.shuffled(pipeline.members)) {
      const code = await member.stop();
      if (code !== 0) throw new Error(`a ${member.role} that was told to stop ended with ${code}`);
      member.start();
      await member.ready();
      await pipeline.load.further(50);
    }
  }),
];
