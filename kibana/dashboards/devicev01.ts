import type { Dashboard } from '../panel.ts';
import { average, count, dailySpan, highest, latest, lowest, overTime, perDay, perDevice } from './parts.ts';

/** Weather devices: what they measure, how it is spread, and how well they are heard. */
export const devicev01 = (): Dashboard => ({
  id: 'devicev01',
  time: { from: 'now-7d/d', to: 'now' },
  refreshSeconds: 60,
  devicesOf: 'devicev01',
  panels: [
    {
      id: 'devicev01-now',
      chart: 'table',
      data: 'devicev01',
      buckets: [perDevice],
      metrics: [
        { label: 'temperature', value: latest('Temp'), unit: '°C' },
        { label: 'humidity', value: latest('Hum'), unit: '%' },
        { label: 'airPressure', value: latest('Pres'), unit: 'hPa' },
        { label: 'lastReading', value: highest('timestamp'), unit: 'time' },
      ],
      size: { w: 48, h: 8 },
    },
    {
      id: 'devicev01-temperature',
      chart: 'line',
      data: 'devicev01',
      buckets: [overTime, perDevice],
      metrics: [{ label: 'temperature', value: average('Temp'), unit: '°C' }],
      size: { w: 48, h: 12 },
    },
    {
      id: 'devicev01-temperature-days',
      chart: 'line',
      data: 'devicev01',
      buckets: [perDay],
      metrics: dailySpan('Temp', '°C'),
      size: { w: 16, h: 11 },
    },
    {
      id: 'devicev01-humidity-days',
      chart: 'line',
      data: 'devicev01',
      buckets: [perDay],
      metrics: dailySpan('Hum', '%'),
      size: { w: 16, h: 11 },
    },
    {
      id: 'devicev01-pressure-days',
      chart: 'line',
      data: 'devicev01',
      buckets: [perDay],
      metrics: dailySpan('Pres', 'hPa'),
      size: { w: 16, h: 11 },
    },
    {
      id: 'devicev01-spread',
      chart: 'bars',
      data: 'devicev01',
      buckets: [{ by: 'width', field: 'Temp', width: 1, label: 'temperatureAxis' }],
      metrics: [{ label: 'readings', value: count(), unit: 'count', colour: '#0072B2' }],
      where: { present: 'Temp' },
      size: { w: 24, h: 11 },
    },
    {
      id: 'devicev01-signal',
      chart: 'line',
      data: 'devicev01',
      buckets: [overTime, perDevice],
      metrics: [{ label: 'signal', value: average('RSSI'), unit: 'dBm' }],
      line: { at: -120, label: 'signalLimit', colour: '#b91c1c' },
      size: { w: 24, h: 11 },
    },
    {
      id: 'devicev01-radio',
      chart: 'table',
      data: 'devicev01',
      buckets: [perDevice],
      metrics: [
        { label: 'signal', value: average('RSSI'), unit: 'dBm' },
        { label: 'signalLowest', value: lowest('RSSI'), unit: 'dBm' },
        { label: 'noiseRatio', value: average('SNR'), unit: 'dB' },
        { label: 'readings', value: count(), unit: 'count' },
      ],
      size: { w: 48, h: 8 },
    },
  ],
});
