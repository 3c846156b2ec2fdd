import { userInfo } from 'node:os';
import type { MeterSwap } from '../../shared/ledger.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { fromMicro } from '../metering/micro.ts';
import { visible } from '../rejected/visible.ts';
import { openMetering, type ToolMetering } from './metering.ts';
import { instantOf, kwhOf, readOptions, sensorOf } from './options.ts';
import { number } from './progress.ts';
import { Refusal, type Tool, type ToolContext, UsageError } from './tool.ts';

interface Values {
  readonly type?: string;
  readonly device?: string;
  readonly at?: string;
  readonly closing?: string;
  readonly opening?: string;
  readonly by?: string;
  readonly force?: boolean;
}

interface MeterCommand {
  readonly name: 'swap' | 'list' | 'remove';
  readonly sensor: SensorType;
  readonly id: string | undefined;
  readonly values: Values;
}

const names = ['swap', 'list', 'remove'] as const;
const allowed: Readonly<Record<(typeof names)[number], readonly (keyof Values)[]>> = {
  swap: ['type', 'device', 'at', 'closing', 'opening', 'by', 'force'],
  list: ['type', 'device'],
  remove: ['type'],
};
/** The only one of its kind needs no name. */
const usualType = sensorTypes.filter(({ counter }) => counter !== undefined)[0]?.name;

export const meterTool: Tool<MeterCommand> = {
  name: 'meter tool',
  help: `Tells the ledger that a meter was replaced, and applies it to the readings that are stored.

npm run meter -- <command> [options]          in a container: node ingestor/meter.ts <command> ...

  swap --device <id>       the meter of this device, by its number or name, was replaced
      --at <time>          when: '2022-04-30 12:00:00' (the site's time) or 2022-04-30T10:00:00Z. Readings from this
                           instant on are of the new meter
      --closing <kWh>      what the old meter showed at last
      --opening <kWh>      what the new one showed at first
      --by <name>          who says so (the name of the account)
      --force              even where it contradicts the readings around it
  list [--device <id>]     the swaps that were declared, by whom and when
  remove <id>              takes one back, by the id that list shows

  --type <type>            the sensor type (${usualType})

Declared twice for one device and time, the second replaces the first. The ingestors take it up within a minute.
Environment as for the ingestor: CUSTOMER, SITE_TIME_ZONE, READING_PERIOD_SECONDS, MAX_POWER_KW(S),
COUNTER_MODULUS_KWH(S), COUNTER_NOISE_KWH(S), ELASTICSEARCH_*. Give it the same values.
Exit codes: 0 done, 1 failed or refused, 64 command not understood, 78 environment wrong.`,

  read(args) {
    const text = { type: 'string' } as const;
    const { values, positionals } = readOptions(args, {
      ...{ type: text, device: text, at: text, closing: text, opening: text, by: text },
      force: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    });
    const [given, id, ...rest] = positionals;
    if (values.help || given === 'help') return undefined;
    const name = names.find((known) => known === given);
    if (!name)
      throw new UsageError(given ? `There is no command '${given}'.` : 'A command is missing: swap, list or remove.');
    for (const option of Object.keys(values) as (keyof Values)[]) {
      if (!allowed[name].includes(option)) throw new UsageError(`${name} has no option --${option}.`);
    }
    const extra = name === 'remove' ? rest[0] : id;
    if (extra !== undefined) throw new UsageError(`'${extra}' is one word too many.`);
    if (name === 'remove' && id === undefined) throw new UsageError('remove needs the id of a swap, as list shows it.');
    if (name === 'swap') {
      if (!values.device) throw new UsageError('--device is missing.');
      kwhOf('--closing', values.closing);
      kwhOf('--opening', values.opening);
    }
    const sensor = sensorOf(values.type ?? usualType);
    if (sensor.counter === undefined) throw new UsageError(`${sensor.name} has no meter.`);
    return { name, sensor, id, values };
  },

  async execute(command, context) {
    const metering = await openMetering(command.sensor, context);
    switch (command.name) {
      case 'swap':
        return await swap(command, metering, context);
      case 'list':
        return await list(command, metering, context);
      case 'remove':
        return await remove(command, metering, context);
    }
  },
};

async function swap({ sensor, values }: MeterCommand, metering: ToolMetering, context: ToolContext): Promise<number> {
  const deviceId = await metering.deviceId(values.device ?? '');
  const at = instantOf('--at', values.at, context.siteTime);
  const declared: MeterSwap = {
    sensorType: sensor.name,
    deviceId,
    at: new Date(at).toISOString(),
    closing: kwhOf('--closing', values.closing),
    opening: kwhOf('--opening', values.opening),
    declaredBy: values.by ?? userInfo().username,
    declaredAt: new Date().toISOString(),
  };
  if (!values.force) await checkAgainstReadings(declared, metering, context);
  const id = await metering.swaps.declare(declared);
  context.terminal.print(`Swap ${id} of device ${visible(deviceId)} at ${declared.at} is declared.`);
  await apply(declared, metering, context);
  return 0;
}

/** A meter does not run backwards: neither from its last reading to its closing, nor from its opening to its first one. */
async function checkAgainstReadings(declared: MeterSwap, { store }: ToolMetering, context: ToolContext): Promise<void> {
  const { deviceId, closing, opening } = declared;
  const at = Date.parse(declared.at);
  const before = await store.ordinaryBefore(deviceId, at);
  const after = (await store.following(deviceId, at, 1)).find(({ index }) => index !== undefined);
  const { noiseKwh } = context.meterSettings(deviceId, before?.device ?? deviceId);
  const problems: string[] = [];
  const shown = before?.index === undefined ? undefined : fromMicro(before.index);
  if (before && shown !== undefined && closing < shown - noiseKwh) {
    problems.push(`the closing index ${closing} is below ${shown}, read at ${new Date(before.at).toISOString()}`);
  }
  const first = after?.index === undefined ? undefined : fromMicro(after.index);
  if (after && first !== undefined && first < opening - noiseKwh) {
    problems.push(`the opening index ${opening} is above ${first}, read at ${new Date(after.at).toISOString()}`);
  }
  if (problems.length > 0) {
    throw new Refusal(
      `This contradicts the readings: ${problems.join('; ')}. Nothing was declared (--force does it all the same).`,
    );
  }
}

async function list({ values }: MeterCommand, metering: ToolMetering, { terminal }: ToolContext): Promise<number> {
  const deviceId = values.device === undefined ? undefined : await metering.deviceId(values.device);
  const swaps = await metering.swaps.of(deviceId);
  if (swaps.length === 0) terminal.print('No swap is declared.');
  for (const { id, deviceId: device, at, closing, opening, declaredBy, declaredAt } of swaps) {
    terminal.print(
      `${id}  ${at}  device ${visible(device)}  closing ${closing} kWh, opening ${opening} kWh  ` +
        `(${visible(declaredBy)}, ${declaredAt})`,
    );
  }
  return 0;
}

async function remove({ id }: MeterCommand, metering: ToolMetering, context: ToolContext): Promise<number> {
  const found = (await metering.swaps.of()).find((declared) => declared.id === id);
  if (!found) throw new Refusal(`There is no swap ${id}; list shows those there are.`);
  await metering.swaps.remove(found.id);
  context.terminal.print(`Swap ${found.id} of device ${visible(found.deviceId)} at ${found.at} is removed.`);
  await apply(found, metering, context);
  return 0;
}

/** Computes again what the swap concerns: from the reading before it to the one after it. */
async function apply({ deviceId, at }: MeterSwap, metering: ToolMetering, context: ToolContext): Promise<void> {
  const instant = Date.parse(at);
  await metering.store.refresh();
  const { before = instant, after = instant } = await metering.store.neighbours(deviceId, instant, instant);
  const { siteTime, terminal } = context;
  const range = { from: siteTime.dayOf(before), to: siteTime.dayOf(after) };
  const { documents, days } = await metering.recompute(deviceId, range);
  terminal.print(`${number(documents)} documents and ${number(days)} ledger days changed.`);
}
