import type { Scenario } from './scenario.ts';

/** A new release under load: each service gives way to the next one while both are there. */
export const rolling: readonly Scenario[] = [
  {
    name: 'rolling update: gateway and ingestor replaced one after the other, twice',
    short: true,
    async harm({ pipeline: { members, names, load } }) {
      for (const round of ['next', 'last']) {
        for (const member of members) {
          // A gateway of the same name would push the former one out before it has finished.
          const more = { MQTT_CLIENT_ID: `${names.dataIndex}-${round}` };
          const code = await member.replace(more, () => load.further(50));
          if (code !== 0) throw new Error(`a ${member.role} that was told to stop ended with ${code}`);
          await load.further(100);
        }
      }
    },
  },
];
