import { noneToMany, stateColours } from '../colours.ts';
import type { Dashboard } from '../panel.ts';
import { average, count, highest, latest, lowest, median, overTime, perDay, perDevice, sum } from './parts.ts';

const flag = (name: string) => ({ field: 'quality', is: name });

/** For IT: are the data complete, and for how long is there room? */
export const health = (): Dashboard => ({
  id: 'health',
  time: { from: 'now-7d/d', to: 'now' },
  refreshSeconds: 300,
  devicesOf: 'all',
  panels: [
    {
      id: 'health-complete',
      chart: 'metric',
      data: 'all-days',
      buckets: [],
      metrics: [
        {
          label: 'received',
          value: { op: 'divide', of: [sum('readings'), sum('expected')] },
          unit: 'share',
        },
      ],
      stops: { limits: [0.95, 0.99], colours: [stateColours.leak, stateColours.silent, stateColours.normal] },
      size: { w: 12, h: 8 },
    },
    {
      id: 'health-missing-count',
      chart: 'metric',
      data: 'all-days',
      buckets: [],
      metrics: [{ label: 'missing', value: sum('missing'), unit: 'count', colour: stateColours.unknown }],
      size: { w: 12, h: 8 },
    },
    {
      id: 'health-rejected-count',
      chart: 'metric',
      data: 'rejected',
      buckets: [],
      metrics: [{ label: 'rejected', value: count(), unit: 'count' }],
      stops: { limits: [1, 100], colours: [stateColours.normal, stateColours.silent, stateColours.leak] },
      size: { w: 12, h: 8 },
    },
    {
      id: 'health-room',
      chart: 'metric',
      data: 'health',
      buckets: [],
      metrics: [{ label: 'daysLeft', value: latest('daysLeft'), unit: 'days' }],
      stops: { limits: [30, 90], colours: [stateColours.leak, stateColours.silent, stateColours.normal] },
      // An older figure is none.
      time: { from: 'now-2d', to: 'now' },
      size: { w: 12, h: 8 },
    },
    {
      id: 'health-missing',
      chart: 'heat',
      data: 'all-days',
      buckets: [perDay, perDevice],
      metrics: [
        { label: 'missingShare', value: { op: 'divide', of: [sum('missing'), sum('expected')] }, unit: 'share' },
      ],
      colours: noneToMany,
      size: { w: 24, h: 14 },
    },
    {
      id: 'health-days',
      chart: 'table',
      data: 'all-days',
      buckets: [perDevice],
      metrics: [
        { label: 'expected', value: sum('expected'), unit: 'count' },
        { label: 'readings', value: sum('readings'), unit: 'count' },
        { label: 'missing', value: sum('missing'), unit: 'count' },
        { label: 'gaps', value: count(undefined, 'gaps.from'), unit: 'count' },
      ],
      size: { w: 24, h: 14 },
    },
    {
      id: 'health-received',
      chart: 'area',
      data: 'all',
      buckets: [overTime],
      metrics: [{ label: 'readings', value: count(), unit: 'count', colour: '#0072B2' }],
      size: { w: 24, h: 12 },
    },
    {
      id: 'health-flags',
      chart: 'bars',
      data: 'all',
      buckets: [perDay, { by: 'terms', field: 'quality', size: 15, label: 'flag' }],
      metrics: [{ label: 'readings', value: count(), unit: 'count' }],
      size: { w: 24, h: 12 },
    },
    {
      id: 'health-sensors',
      chart: 'table',
      data: 'all',
      buckets: [perDevice],
      metrics: [
        { label: 'signal', value: average('RSSI'), unit: 'dBm' },
        { label: 'signalLowest', value: lowest('RSSI'), unit: 'dBm' },
        { label: 'delayLowest', value: lowest('delaySeconds'), unit: 's' },
        { label: 'delay', value: median('delaySeconds'), unit: 's' },
        { label: 'clockAhead', value: count(flag('clock-drift')), unit: 'count' },
        { label: 'late', value: count(flag('late')), unit: 'count' },
        { label: 'noClock', value: count(flag('no-clock')), unit: 'count' },
        { label: 'lastReading', value: highest('timestamp'), unit: 'time' },
      ],
      size: { w: 48, h: 13 },
    },
    {
      id: 'health-incidents',
      chart: 'bars',
      data: 'incidents',
      buckets: [
        perDay,
        {
          by: 'conditions',
          of: [
            { label: 'kindSilent', where: { field: 'kind', is: 'sensor-silent' } },
            { label: 'kindPipeline', where: { field: 'kind', is: 'pipeline-down' } },
          ],
        },
      ],
      metrics: [{ label: 'incidents', value: count(), unit: 'count' }],
      where: { not: { field: 'kind', is: 'leak' } },
      colours: [stateColours.silent, stateColours.leak],
      size: { w: 24, h: 10 },
    },
    {
      id: 'health-rejected',
      chart: 'bars',
      data: 'rejected',
      buckets: [perDay, { by: 'terms', field: 'reasonCode', size: 15, label: 'reason' }],
      metrics: [{ label: 'rejected', value: count(), unit: 'count' }],
      size: { w: 24, h: 10 },
    },
    {
      id: 'health-rejected-topics',
      chart: 'table',
      data: 'rejected',
      buckets: [{ by: 'terms', field: 'mqttTopic', size: 30, label: 'topic' }],
      metrics: [
        { label: 'rejected', value: count(), unit: 'count' },
        { label: 'lastRejection', value: highest('rejectedAt'), unit: 'time' },
      ],
      size: { w: 24, h: 10 },
    },
    { note: 'dead-letters', size: { w: 24, h: 10 } },
  ],
});
