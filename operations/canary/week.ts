import { queueStates } from '../../shared/activemq/queue-states.ts';
import type { StompClient } from '../../shared/activemq/stomp.ts';
import type { WeekFigures } from '../../shared/drill.ts';
import type { ElasticsearchClient } from '../../shared/elasticsearch/client.ts';
import type { Incident, IncidentKind } from '../../shared/incidents/incident.ts';
import { createIncidentStore } from '../../shared/incidents/store.ts';
import { namesOf } from '../../shared/names.ts';
import { sensorTypes } from '../../shared/sensors/index.ts';
import type { SensorType } from '../../shared/sensors/sensor.ts';
import { addDays, createSiteTime } from '../../shared/site-time.ts';

interface WeekSource {
  readonly client: ElasticsearchClient;
  readonly customer: string;
  readonly siteTimeZone: string;
  /** Undefined: nobody says how many dead letters there are. */
  readonly broker: StompClient | undefined;
}

const hourMs = 3_600_000;
const depthsMs = 5000;
/** As many as Elasticsearch gives at once. */
const mostIncidents = 10_000;

/** The figures of the seven whole local days before today. Throws when Elasticsearch is away or answers partially. */
export async function weekFigures(source: WeekSource, now: number): Promise<WeekFigures> {
  const { client, customer, siteTimeZone, broker } = source;
  const siteTime = createSiteTime(siteTimeZone);
  const today = siteTime.dayOf(now);
  const [from, to] = [addDays(today, -7), addDays(today, -1)];
  const range = { from: siteTime.startOf(from), to: siteTime.startOf(today) };
  const ledgers = await Promise.all(sensorTypes.map((sensor) => ledgerOf(client, customer, sensor, from, to)));
  const [outages, leaks] = await Promise.all([
    incidentsIn(source, 'pipeline-down', range),
    incidentsIn(source, 'leak', range),
  ]);
  const deadLetters = broker && (await deadLettersOf(broker, customer));
  const energies = ledgers.flatMap(({ energyKwh }) => energyKwh ?? []);
  return {
    from,
    to,
    readings: ledgers.map(({ energyKwh, ...counts }) => counts).filter(({ expected }) => expected > 0),
    ...(deadLetters !== undefined && { deadLetters }),
    outages: { count: outages.length, ms: sum(outages.map((incident) => lastedIn(incident, range))) },
    leaks: leakFigures(leaks, range),
    ...(energies.length > 0 && { energyKwh: sum(energies) }),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How long an incident lasted within a range (ms). */
export function lastedIn({ openedAt, closedAt }: Pick<Incident, 'openedAt' | 'closedAt'>, { from, to }: Range): number {
  const end = closedAt === undefined ? to : Math.min(to, Date.parse(closedAt));
  return Math.max(0, end - Math.max(from, Date.parse(openedAt)));
}

/** What leaks come to within a range; the time of several at once counts for each. */
export function leakFigures(
  leaks: readonly Pick<Incident, 'openedAt' | 'closedAt' | 'lowestPressure' | 'fastestFall'>[],
  range: Range,
): WeekFigures['leaks'] {
  const lowest = leaks.flatMap(({ lowestPressure }) => lowestPressure ?? []);
  return {
    count: leaks.length,
    ms: sum(leaks.map((leak) => lastedIn(leak, range))),
    ...(lowest.length > 0 && { lowest: Math.min(...lowest) }),
    fallenBar: sum(leaks.map((leak) => ((leak.fastestFall ?? 0) * lastedIn(leak, range)) / hourMs)),
  };
}

async function ledgerOf(client: ElasticsearchClient, customer: string, sensor: SensorType, from: string, to: string) {
  const total = (field: string) => ({ [field]: { sum: { field } } });
  const { aggregations } = await client.search({
    index: `${namesOf(customer, sensor.name).ledgerIndex}-*`,
    allow_partial_search_results: false,
    size: 0,
    query: { range: { day: { gte: from, lte: to } } },
    aggs: {
      ...total('readings'),
      ...total('expected'),
      ...total('missing'),
      ...(sensor.counter !== undefined && {
        metered: { filter: { exists: { field: 'consumption' } } },
        ...total('consumption'),
      }),
    },
  });
  const found = aggregations as Record<string, { readonly value?: number; readonly doc_count?: number }> | undefined;
  const value = (name: string) => found?.[name]?.value ?? 0;
  return {
    sensorType: sensor.name,
    readings: value('readings'),
    expected: value('expected'),
    missing: value('missing'),
    energyKwh: (found?.metered?.doc_count ?? 0) > 0 ? value('consumption') : undefined,
  };
}

/** Those that were open at some instant of the range. */
async function incidentsIn({ client, customer }: WeekSource, kind: IncidentKind, { from, to }: Range) {
  const time = (at: number) => new Date(at).toISOString();
  const over = { range: { closedAt: { lte: time(from) } } };
  const found = await createIncidentStore(client, customer).search(
    { bool: { filter: [{ term: { kind } }, { range: { openedAt: { lt: time(to) } } }], must_not: [over] } },
    mostIncidents,
  );
  return found.map(({ incident }) => incident);
}

async function deadLettersOf(broker: StompClient, customer: string): Promise<number | undefined> {
  const queues = sensorTypes.map(({ name }) => namesOf(customer, name).rejectedQueue);
  const states = await queueStates(broker, queues, depthsMs);
  return states && sum(queues.map((queue) => states.get(queue)?.messages ?? 0));
}
