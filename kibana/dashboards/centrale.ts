import { stateColours } from '../colours.ts';
import type { Condition } from '../condition.ts';
import type { Dashboard } from '../panel.ts';
import { atNight, average, latest, median, overTime, perDay, perDevice, sum } from './parts.ts';

/** What changes a day's total; a clock that is ahead, for one, does not. */
const flagged: Condition = {
  field: 'quality',
  isOneOf: ['interpolated', 'counter-reset', 'counter-drop', 'dip', 'wrap', 'meter-swap', 'spike'],
};
const consumption = { label: 'consumption', value: sum('consumption'), unit: 'kWh' } as const;

/** Electricity: how much, when, who, and what the bill is made of. */
export const centrale = (): Dashboard => ({
  id: 'centrale',
  time: { from: 'now-14d/d', to: 'now' },
  refreshSeconds: 300,
  devicesOf: 'centrale',
  panels: [
    {
      id: 'centrale-today',
      chart: 'metric',
      data: 'centrale-days',
      buckets: [],
      metrics: [{ ...consumption, colour: '#0072B2' }],
      time: { from: 'now/d', to: 'now/d' },
      size: { w: 12, h: 9 },
    },
    {
      id: 'centrale-month',
      chart: 'metric',
      data: 'centrale-days',
      buckets: [],
      metrics: [{ ...consumption, colour: '#0072B2' }],
      time: { from: 'now/M', to: 'now/M' },
      size: { w: 12, h: 9 },
    },
    {
      id: 'centrale-share',
      chart: 'pie',
      data: 'centrale-days',
      buckets: [perDevice],
      metrics: [consumption],
      size: { w: 24, h: 9 },
    },
    {
      id: 'centrale-daily',
      chart: 'bars',
      data: 'centrale-days',
      buckets: [
        perDay,
        {
          by: 'conditions',
          of: [
            { label: 'dayOrdinary', where: { not: flagged } },
            { label: 'dayFlagged', where: flagged },
          ],
        },
      ],
      metrics: [consumption],
      colours: ['#0072B2', '#E69F00'],
      size: { w: 24, h: 12 },
    },
    {
      id: 'centrale-compare',
      chart: 'bars',
      data: 'centrale',
      buckets: [{ by: 'time', every: '1h' }],
      metrics: [
        { label: 'today', value: sum('consumption'), unit: 'kWh', colour: '#0072B2' },
        { label: 'weekBefore', value: sum('consumption'), unit: 'kWh', colour: '#94a3b8', shift: '1w' },
      ],
      time: { from: 'now/d', to: 'now/d' },
      size: { w: 24, h: 12 },
    },
    {
      id: 'centrale-load',
      chart: 'area',
      data: 'centrale',
      buckets: [overTime, perDevice],
      metrics: [{ label: 'power', value: average('Power'), unit: 'kW' }],
      size: { w: 48, h: 12 },
    },
    {
      id: 'centrale-weekly',
      chart: 'bars',
      data: 'centrale-days',
      buckets: [{ by: 'time', every: '1w' }, perDevice],
      metrics: [consumption],
      time: { from: 'now-12w/w', to: 'now' },
      size: { w: 16, h: 12 },
    },
    {
      id: 'centrale-monthly',
      chart: 'bars',
      data: 'centrale-days',
      buckets: [{ by: 'time', every: '1M' }, perDevice],
      metrics: [consumption],
      time: { from: 'now-12M/M', to: 'now' },
      size: { w: 16, h: 12 },
    },
    {
      id: 'centrale-night',
      chart: 'bars',
      data: 'centrale',
      buckets: [perDay, perDevice],
      metrics: [{ label: 'power', value: median('Power'), unit: 'kW' }],
      where: atNight,
      size: { w: 16, h: 12 },
    },
    {
      id: 'centrale-bill',
      chart: 'table',
      data: 'centrale-days',
      buckets: [{ by: 'time', every: '1M', label: 'month' }, perDevice],
      metrics: [
        { label: 'endIndex', value: latest('endIndex'), unit: 'kWh' },
        consumption,
        { label: 'resets', value: sum('resets'), unit: 'count', colour: stateColours.silent },
      ],
      time: { from: 'now-3M/M', to: 'now' },
      size: { w: 48, h: 12 },
    },
  ],
});
