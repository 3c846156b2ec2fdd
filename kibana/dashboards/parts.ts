import type { Condition } from '../condition.ts';
import type { Aggregation, Bucket, Metric } from '../panel.ts';

// Words that the dashboards are written in.

export const average = (field: string, where?: Condition) => aggregation('average', field, where);
export const lowest = (field: string, where?: Condition) => aggregation('min', field, where);
export const highest = (field: string, where?: Condition) => aggregation('max', field, where);
export const sum = (field: string, where?: Condition) => aggregation('sum', field, where);
export const median = (field: string, where?: Condition) => aggregation('median', field, where);
export const latest = (field: string) => aggregation('last_value', field);
/** Documents; with a field, its values. */
export const count = (where?: Condition, field?: string) => aggregation('count', field, where);

function aggregation(fn: Aggregation['fn'], field?: string, where?: Condition): Aggregation {
  return { fn, ...(field && { field }), ...(where && { where }) };
}

export const perDay: Bucket = { by: 'time', every: '1d' };
export const overTime: Bucket = { by: 'time', every: 'auto' };
/** Far more than a dashboard can show at once, so that none is left out unseen. */
export const perDevice: Bucket = { by: 'terms', field: 'device', size: 30, label: 'device' };

/** Hours of the site's clock when nobody works. */
export const atNight: Condition = { field: 'localHour', from: 1, below: 5 };

/** The lowest, the mean and the highest of a day. */
export const dailySpan = (field: string, unit: Metric['unit']): Metric[] => [
  { label: 'lowest', value: lowest(field), unit, colour: '#56B4E9' },
  { label: 'average', value: average(field), unit, colour: '#0072B2' },
  { label: 'highest', value: highest(field), unit, colour: '#D55E00' },
];
