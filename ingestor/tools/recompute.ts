import { namesOf } from '../../shared/names.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { addDays } from '../../shared/site-time.ts';
import { partsOf } from '../metering/parts.ts';
import type { LedgerChange } from '../metering/recompute.ts';
import { visible } from '../rejected/visible.ts';
import { describeChange } from './changes.ts';
import { openMetering } from './metering.ts';
import { daysOf, readOptions, sensorOf } from './options.ts';
import { createProgress, number } from './progress.ts';
import type { Tool, ToolContext } from './tool.ts';
import { UsageError } from './tool.ts';

interface RecomputeCommand {
  readonly sensor: SensorType;
  readonly device: string | undefined;
  readonly from: string;
  readonly to: string;
}

/** So many changed days are named. */
const changesNamed = 20;

export const recomputeTool: Tool<RecomputeCommand> = {
  name: 'recompute tool',
  help: `Computes consumption and the daily ledger again from the stored readings; writes only what differs.

npm run recompute -- --type <type> --from <day> --to <day> [--device <id>]
                                              in a container: node ingestor/recompute.ts --type ...

  --type <type>     air, centrale or devicev01
  --device <id>     one device, by its number or name; otherwise all of them
  --from, --to      local days, both included: 2022-04-01

The first 20 ledger days that change are named. Running it twice changes nothing the second time. It may run beside the ingestors. Days whose readings have been
deleted keep their ledger. Environment as for the ingestor: CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS,
MAX_POWER_KW(S), COUNTER_MODULUS_KWH(S), COUNTER_NOISE_KWH(S), ELASTICSEARCH_*. Give it the same values.
Exit codes: 0 done, 1 failed, 64 command not understood, 78 environment wrong.`,

  read(args) {
    const { values, positionals } = readOptions(args, {
      type: { type: 'string' },
      device: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    });
    if (values.help) return undefined;
    if (positionals.length > 0) throw new UsageError(`'${positionals[0]}' is one word too many.`);
    return { sensor: sensorOf(values.type), device: values.device, ...daysOf(values.from, values.to) };
  },

  async execute({ sensor, device, from, to }, context) {
    const metering = await openMetering(sensor, context);
    const devices =
      device === undefined ? await allDevices(sensor, context, from, to) : [await metering.deviceId(device)];
    const parts = partsOf(from, to);
    const progress = createProgress(context.terminal, devices.length * parts.length);
    const sum = { readings: 0, documents: 0, days: 0 };
    const changes: LedgerChange[] = [];
    for (const deviceId of devices) {
      for (const part of parts) {
        const done = await metering.recompute(deviceId, part, part.reach);
        sum.readings += done.readings;
        sum.documents += done.documents;
        sum.days += done.days;
        changes.push(...done.changes.slice(0, changesNamed - changes.length));
        progress.step(`${visible(deviceId)}, ${part.to}`);
      }
    }
    progress.end();
    for (const change of changes) context.terminal.print(describeChange(change));
    if (sum.days > changes.length)
      context.terminal.print(`... and ${number(sum.days - changes.length)} more ledger days`);
    const whom = device === undefined ? `${number(devices.length)} devices` : `device ${visible(device)}`;
    context.terminal.print(
      `${sensor.name}, ${whom}, ${from} to ${to}: ${number(sum.readings)} readings looked at, ` +
        `${number(sum.documents)} documents and ${number(sum.days)} ledger days changed.`,
    );
    return 0;
  },
};

async function allDevices(
  sensor: SensorType,
  { client, customer, siteTime }: ToolContext,
  from: string,
  to: string,
): Promise<string[]> {
  const devices: string[] = [];
  for (let after: string | undefined; ; ) {
    const { aggregations } = await client.search({
      index: `${namesOf(customer, sensor.name).dataIndex}-*`,
      size: 0,
      query: {
        range: {
          timestamp: {
            gte: new Date(siteTime.startOf(from)).toISOString(),
            lt: new Date(siteTime.startOf(addDays(to, 1))).toISOString(),
          },
        },
      },
      aggs: {
        devices: {
          composite: {
            size: 1000,
            sources: [{ deviceId: { terms: { field: 'deviceId' } } }],
            ...(after !== undefined && { after: { deviceId: after } }),
          },
        },
      },
    });
    const { buckets = [] } = (aggregations?.devices ?? {}) as { buckets?: { key: { deviceId: string } }[] };
    devices.push(...buckets.map(({ key }) => key.deviceId));
    if (buckets.length < 1000) return devices;
    after = devices.at(-1);
  }
}
