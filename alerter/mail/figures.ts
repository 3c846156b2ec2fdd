import { type AirCost, estimateLoss, hoursPerYear, lossOfIncident } from '../../shared/leak-cost.ts';
import type { Notice } from '../notice.ts';
import type { Formats } from './formats.ts';
import type { Figure } from './mail.ts';
import type { Texts } from './texts/texts.ts';

type Rows = readonly (Figure | undefined)[];

/** Less than a cent is no news. */
const leastEuros = 0.01;

/**
 * The figures of a mail: the one to look at first comes first. What is not known is left out. Four, and what a leak costs
 * where the site says what its air costs.
 */
export function figuresOf(notice: Notice, texts: Texts, formats: Formats, airCost: AirCost | undefined): Figure[] {
  const { labels } = texts;
  const { incident, decidedAt, sensorSilentSince, previousLeakAt, fallingBarPerHour } = notice;
  const { openingPressure: opening, lowestPressure: lowest, lastPressure: last, lastReadingAt } = incident;
  const opened = Date.parse(incident.openedAt);
  const decided = Date.parse(decidedAt);
  const ended = Date.parse(incident.closedAt ?? decidedAt);
  const moment = (at: number) => texts.moment(formats.clock(at), formats.dateUnlessToday(at));
  const previous = previousLeakAt === undefined ? texts.noPreviousLeak : moment(Date.parse(previousLeakAt));

  const inBar = (label: string, bar: number | undefined, detail?: string): Figure | undefined =>
    bar === undefined ? undefined : { label, value: formats.pressure(bar), unit: 'bar', ...(detail && { detail }) };
  const measured = () => {
    if (lastReadingAt === undefined) return undefined;
    const at = Date.parse(lastReadingAt);
    return texts.measured(texts.at(formats.exactClock(at), formats.dateUnlessToday(at)), formats.age(at));
  };
  const margin = () => {
    if (opening === undefined || last === undefined) return undefined;
    const bar = formats.bar(Math.abs(opening - last));
    return last < opening ? texts.missing(bar) : texts.spare(bar);
  };
  const since = (label: string, at: number, detail: string): Figure => ({ label, value: moment(at), detail });
  const lasted = (label: string): Figure => ({
    label,
    value: formats.duration(ended - opened),
    detail: texts.span(formats.moment(opened), formats.moment(ended)),
  });
  const falling = fallingBarPerHour === undefined ? undefined : texts.falling(formats.rate(fallingBarPerHour));
  const previousLeak: Figure = { label: labels.previousLeak, value: previous };

  const fall = incident.fastestFall ?? fallingBarPerHour;
  const costPerYear = (): Figure | undefined => {
    if (airCost === undefined || fall === undefined) return undefined;
    const value = formats.euros(estimateLoss(airCost, fall, hoursPerYear).euros);
    return { label: labels.cost, value, unit: texts.perYear, detail: texts.costIfItGoesOn };
  };
  const costUntilNow = (): Figure | undefined => {
    const lost = airCost && lossOfIncident(airCost, incident, decided);
    if (lost === undefined || lost.euros < leastEuros) return undefined;
    return { label: labels.cost, value: formats.euros(lost.euros), detail: texts.costOfItsDuration };
  };

  const rows = (): Rows => {
    switch (notice.kind) {
      case 'leak-opened':
      case 'leak-reminder':
        return [
          inBar(sensorSilentSince === undefined ? labels.pressure : labels.lastPressure, last, measured()),
          inBar(labels.opening, opening, margin()),
          inBar(labels.lowest, lowest, falling),
          since(labels.since, opened, `${formats.duration(ended - opened)} · ${texts.previousLeak(previous)}`),
          costPerYear(),
        ];
      case 'leak-recovered':
        return [
          lasted(labels.duration),
          inBar(labels.lowest, lowest, opening === undefined ? undefined : texts.openingIs(formats.bar(opening))),
          inBar(labels.pressure, last, measured()),
          previousLeak,
          costUntilNow(),
        ];
      case 'sensor-silent': {
        const silent = sensorSilentSince === undefined ? opened : Date.parse(sensorSilentSince);
        const inLeak = sensorSilentSince !== undefined && incident.kind === 'leak';
        return [
          since(labels.silentSince, silent, formats.duration(decided - silent)),
          inBar(labels.lastPressure, last, measured()),
          inBar(labels.opening, opening, margin()),
          inLeak ? since(labels.openLeak, opened, formats.duration(decided - opened)) : previousLeak,
        ];
      }
      case 'sensor-back':
        return [
          inBar(labels.pressure, last, measured()),
          lasted(labels.silence),
          inBar(labels.opening, opening, margin()),
          previousLeak,
        ];
      case 'pipeline-down':
        return [
          since(labels.since, opened, formats.duration(decided - opened)),
          notice.outage && { label: labels.cause, value: texts.outage(notice.outage) },
          lastReadingAt === undefined
            ? undefined
            : since(labels.lastReading, Date.parse(lastReadingAt), formats.age(Date.parse(lastReadingAt))),
          { label: labels.consequence, value: texts.leaksUnseen },
        ];
      case 'pipeline-back':
        return [
          lasted(labels.duration),
          notice.outage && { label: labels.cause, value: texts.outage(notice.outage) },
          lastReadingAt === undefined
            ? undefined
            : since(labels.lastReading, Date.parse(lastReadingAt), formats.age(Date.parse(lastReadingAt))),
          { label: labels.consequence, value: texts.leaksWillBeTold },
        ];
    }
  };
  return rows().filter((row) => row !== undefined);
}
