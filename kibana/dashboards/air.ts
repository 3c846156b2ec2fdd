import { lowToHigh, stateColours } from '../colours.ts';
import type { Condition } from '../condition.ts';
import type { Dashboard } from '../panel.ts';
import { atNight, average, count, highest, latest, lowest, overTime, perDay, perDevice } from './parts.ts';

const leaks: Condition = { field: 'kind', is: 'leak' };
const belowOpening: Condition = { field: 'pressureMargin', below: 0 };

/** Compressed air: does the pressure hold, and where does it leak? */
export const air = (readingPeriodSeconds: number): Dashboard => ({
  id: 'air',
  time: { from: 'now-7d/d', to: 'now' },
  refreshSeconds: 60,
  devicesOf: 'air',
  panels: [
    {
      id: 'air-now',
      chart: 'table',
      data: 'air',
      buckets: [perDevice],
      metrics: [
        { label: 'pressure', value: latest('Pres'), unit: 'bar' },
        { label: 'openingPressure', value: latest('PresOpen'), unit: 'bar' },
        { label: 'margin', value: latest('pressureMargin'), unit: 'bar' },
        { label: 'lastReading', value: highest('timestamp'), unit: 'time' },
      ],
      size: { w: 28, h: 9 },
    },
    {
      id: 'air-leaks-open',
      chart: 'metric',
      data: 'incidents',
      buckets: [],
      metrics: [
        {
          label: 'leaksOpen',
          value: count({ all: [leaks, { not: { field: 'state', is: 'closed' } }] }),
          unit: 'count',
          colour: stateColours.leak,
        },
      ],
      // A leak that began long ago is open all the same.
      time: { from: 'now-1y', to: 'now' },
      size: { w: 10, h: 9 },
    },
    {
      id: 'air-leaks-count',
      chart: 'metric',
      data: 'incidents',
      buckets: [],
      metrics: [{ label: 'leaks', value: count(leaks), unit: 'count', colour: stateColours.unknown }],
      size: { w: 10, h: 9 },
    },
    {
      id: 'air-pressure',
      chart: 'line',
      data: 'air',
      buckets: [overTime, perDevice],
      metrics: [
        { label: 'pressure', value: lowest('Pres'), unit: 'bar' },
        { label: 'openingPressure', value: highest('PresOpen'), unit: 'bar' },
      ],
      size: { w: 48, h: 13 },
    },
    {
      id: 'air-margin',
      chart: 'line',
      data: 'air',
      buckets: [overTime, perDevice],
      metrics: [{ label: 'margin', value: lowest('pressureMargin'), unit: 'bar' }],
      line: { at: 0, label: 'openingPressure', colour: stateColours.leak },
      size: { w: 24, h: 12 },
    },
    {
      id: 'air-below',
      chart: 'bars',
      data: 'air',
      buckets: [perDay, perDevice],
      metrics: [
        {
          label: 'timeBelow',
          value: { op: 'multiply', of: [count(belowOpening), readingPeriodSeconds / 60] },
          unit: 'min',
        },
      ],
      size: { w: 24, h: 12 },
    },
    {
      id: 'air-leaks',
      chart: 'bars',
      data: 'incidents',
      buckets: [
        perDay,
        {
          by: 'conditions',
          of: [
            { label: 'stateOpen', where: { field: 'state', is: 'open' } },
            { label: 'stateAcknowledged', where: { field: 'state', is: 'acknowledged' } },
            { label: 'stateClosed', where: { field: 'state', is: 'closed' } },
          ],
        },
      ],
      metrics: [{ label: 'leaks', value: count(), unit: 'count' }],
      where: leaks,
      colours: [stateColours.leak, stateColours.silent, stateColours.normal],
      size: { w: 24, h: 11 },
    },
    {
      id: 'air-leaks-worst',
      chart: 'table',
      data: 'incidents',
      buckets: [perDevice],
      metrics: [
        { label: 'leaks', value: count(), unit: 'count' },
        { label: 'lowestPressure', value: lowest('lowestPressure'), unit: 'bar' },
        { label: 'lastLeak', value: highest('openedAt'), unit: 'time' },
      ],
      where: leaks,
      size: { w: 24, h: 11 },
    },
    {
      id: 'air-night',
      chart: 'line',
      data: 'air',
      buckets: [perDay, perDevice],
      metrics: [{ label: 'lowestPressure', value: lowest('Pres'), unit: 'bar' }],
      where: atNight,
      size: { w: 24, h: 13 },
    },
    {
      id: 'air-heat',
      chart: 'heat',
      data: 'air',
      buckets: [
        { by: 'terms', field: 'localHour', size: 24, label: 'hour' },
        { by: 'terms', field: 'localWeekday', size: 7, label: 'weekday' },
      ],
      metrics: [{ label: 'margin', value: average('pressureMargin'), unit: 'bar' }],
      colours: lowToHigh,
      size: { w: 24, h: 13 },
    },
  ],
});
