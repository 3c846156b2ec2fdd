import { open } from 'node:fs/promises';
import { isLanguage, type Language, languages } from '../../shared/language.ts';
import type { LedgerDay } from '../../shared/ledger.ts';
import { namesOf } from '../../shared/names.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { fromMicro, toMicro } from '../metering/micro.ts';
import { createCsv } from './csv.ts';
import { openMetering } from './metering.ts';
import { daysOf, readOptions, sensorOf } from './options.ts';
import { number } from './progress.ts';
import { type Tool, type ToolContext, UsageError } from './tool.ts';

interface ExportCommand {
  readonly sensor: SensorType;
  readonly device: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly format: 'csv' | 'json';
  readonly language: Language;
  readonly out: string | undefined;
}

const pageSize = 1000;

export const exportTool: Tool<ExportCommand> = {
  name: 'export tool',
  help: `Writes the daily ledger for the bill's reconciliation, or for whoever has a right to see it.

npm run export -- --type <type> --from <day> --to <day> [options]
                                              in a container: node ingestor/export.ts --type ...

  --type <type>       air, centrale or devicev01
  --from, --to        local days, both included: 2022-04-01
  --device <id>       one device, by its number or name; otherwise all of them
  --format csv|json   csv; json is the ledger as it is stored
  --language <code>   of the headings and decimals in csv: ${languages.join(', ')} (fr). en: comma and decimal point; the
                      others: semicolon and decimal comma
  --out <file>        a new file; otherwise to standard output (npm run -s export keeps npm's own lines out)

Energies are kWh. Times in csv are the site's, in json UTC. Environment as for the ingestor: CUSTOMER, SITE_TIME_ZONE,
ELASTICSEARCH_*. Exit codes: 0 done, 1 failed, 64 command not understood, 78 environment wrong.`,

  read(args) {
    const text = { type: 'string' } as const;
    const { values, positionals } = readOptions(args, {
      ...{ type: text, device: text, from: text, to: text, format: text, language: text, out: text },
      help: { type: 'boolean', short: 'h' },
    });
    if (values.help) return undefined;
    if (positionals.length > 0) throw new UsageError(`'${positionals[0]}' is one word too many.`);
    const { format = 'csv', language = 'fr', device, out } = values;
    if (format !== 'csv' && format !== 'json') throw new UsageError(`--format '${format}' is not csv or json.`);
    if (!isLanguage(language)) throw new UsageError(`--language '${language}' is not one of ${languages.join(', ')}.`);
    return { sensor: sensorOf(values.type), device, format, language, out, ...daysOf(values.from, values.to) };
  },

  async execute(command, context) {
    const { sensor, device, format, language, out } = command;
    const deviceId = device === undefined ? undefined : await (await openMetering(sensor, context)).deviceId(device);
    // A file that is there already is somebody's.
    const file = out === undefined ? undefined : await open(out, 'wx');
    const write = async (part: string) => {
      if (file) await file.write(part);
      else process.stdout.write(part);
    };
    let count = 0;
    let micro = 0;
    const csv = createCsv(language, context.siteTimeZone, sensor.counter !== undefined);
    try {
      // Spreadsheets take a file without this mark for an old code page.
      await write(format === 'csv' ? `${file ? '\ufeff' : ''}${csv.heading}` : '[');
      for await (const page of pages(command, deviceId, context)) {
        const lines = page.map((day, at) =>
          format === 'csv' ? csv.line(day) : `${count + at === 0 ? '\n' : ',\n'}${JSON.stringify(day)}`,
        );
        count += page.length;
        micro += page.reduce((sum, { consumption = 0 }) => sum + toMicro(consumption), 0);
        await write(lines.join(''));
      }
      if (format === 'json') await write('\n]\n');
    } finally {
      await file?.close();
    }
    const energy = sensor.counter === undefined ? '' : `, ${fromMicro(micro)} kWh in all`;
    context.terminal.tell(`${number(count)} days of ${sensor.name}, ${command.from} to ${command.to}${energy}.`);
    return 0;
  },
};

async function* pages(
  { sensor, from, to }: ExportCommand,
  deviceId: string | undefined,
  { client, customer }: ToolContext,
): AsyncGenerator<LedgerDay[]> {
  const index = `${namesOf(customer, sensor.name).ledgerIndex}-*`;
  await client.indices.refresh({ index, allow_no_indices: true });
  const filter = [
    { range: { day: { gte: from, lte: to } } },
    ...(deviceId === undefined ? [] : [{ term: { deviceId } }]),
  ];
  for (let after: (string | number)[] | undefined; ; ) {
    const { hits } = await client.search<LedgerDay>({
      index,
      allow_partial_search_results: false,
      query: { bool: { filter } },
      size: pageSize,
      // A device has one document a day: no two are equal in this order.
      sort: [
        { day: { order: 'asc', unmapped_type: 'date' } },
        { deviceId: { order: 'asc', unmapped_type: 'keyword' } },
      ],
      track_total_hits: false,
      ...(after && { search_after: after }),
    });
    yield hits.hits.flatMap(({ _source }) => (_source ? [_source] : []));
    if (hits.hits.length < pageSize) return;
    after = hits.hits.at(-1)?.sort as (string | number)[];
  }
}
