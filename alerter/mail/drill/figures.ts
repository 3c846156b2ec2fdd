import type { Drill, DrillHop, WeekFigures } from '../../../shared/drill.ts';
import { type AirCost, estimateLoss } from '../../../shared/leak-cost.ts';
import type { Formats } from '../formats.ts';
import type { Figure } from '../mail.ts';
import type { DrillTexts } from './texts/texts.ts';

/** How far the canary came, then the week. What is not known is left out. */
export function drillFigures(
  { hops, week }: Drill,
  words: DrillTexts,
  formats: Formats,
  airCost: AirCost | undefined,
): Figure[] {
  return [canary(hops, words, formats), ...(week ? weekFigures(week, words, formats, airCost) : [])];
}

function canary(hops: readonly DrillHop[], words: DrillTexts, formats: Formats): Figure {
  const label = words.labels.reading;
  const took = (ms: number) => `${formats.count(ms)} ms`;
  // After the one where it stopped nobody looked.
  const stopped = hops.findIndex(({ state }) => state === 'failed');
  const detail = hops
    .slice(0, stopped < 0 ? hops.length : stopped + 1)
    .map(({ name, afterMs, state }) => {
      const where = words.hops[name];
      if (state === 'skipped') return `${where} ${words.skipped}`;
      return afterMs === undefined ? `${where} ✕` : `${where} ${took(afterMs)}`;
    })
    .join(' · ');
  const last = hops.findLast(({ afterMs }) => afterMs !== undefined)?.afterMs;
  if (last === undefined || stopped >= 0) {
    return { label, value: words.labels.notArrived, detail };
  }
  return { label, value: formats.count(last), unit: 'ms', detail };
}

function weekFigures(week: WeekFigures, words: DrillTexts, formats: Formats, airCost: AirCost | undefined): Figure[] {
  const { deadLetters, outages, leaks, energyKwh } = week;
  const { labels, none } = words;
  const times = (count: number) => (count === 0 ? none : formats.count(count));
  const lasted = (ms: number) => words.altogether(formats.duration(ms));
  const lowest = leaks.lowest === undefined ? [] : [words.lowest(formats.bar(leaks.lowest))];
  const loss = airCost && estimateLoss(airCost, leaks.fallenBar, 1);
  return [
    ...week.readings.map(
      ({ sensorType, readings, expected, missing }): Figure => ({
        label: words.readingsOf(words.sensorTypes[sensorType] ?? sensorType),
        value: readings === 0 ? none : formats.count(readings),
        detail: words.ofExpected(formats.count(expected), formats.count(missing)),
      }),
    ),
    ...(deadLetters === undefined
      ? []
      : [
          {
            label: labels.deadLetters,
            value: times(deadLetters),
            ...(deadLetters > 0 && { detail: words.deadLettersWait }),
          },
        ]),
    { label: labels.outages, value: times(outages.count), ...(outages.count > 0 && { detail: lasted(outages.ms) }) },
    {
      label: labels.leaks,
      value: times(leaks.count),
      ...(leaks.count > 0 && { detail: [lasted(leaks.ms), ...lowest].join(', ') }),
    },
    ...(energyKwh === undefined ? [] : [{ label: labels.energy, value: formats.energy(energyKwh), unit: 'kWh' }]),
    ...(loss && leaks.count > 0
      ? [
          {
            label: labels.cost,
            value: formats.euros(loss.euros),
            detail: `${words.estimate}, ≈ ${formats.energy(loss.kilowattHours)} kWh`,
          },
        ]
      : []),
  ];
}
