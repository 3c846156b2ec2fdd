import type { SensorType } from './sensor.ts';

/** Electricity metering unit with a cumulative index of active energy. */
export const centrale: SensorType = {
  name: 'centrale',
  measures: {
    // Indices are kept in whole 1e-6 kWh, which is exact below 1e9 kWh.
    Energy: { dimension: 'energy', unit: 'kWh', min: 0, max: 1e9 },
    // Below 0 where a site feeds in.
    Power: { dimension: 'power', unit: 'kW', min: -1e6, max: 1e6 },
    Volt: { dimension: 'voltage', unit: 'V', min: 0, max: 1e6 },
    Curr: { dimension: 'current', unit: 'A', min: -1e6, max: 1e6 },
    PF: { min: -1, max: 1 },
  },
  counter: 'Energy',
  computed: {
    consumption: { type: 'double' },
    dailyConsumption: { type: 'double' },
  },
  ledger: {
    consumption: { type: 'double' },
    firstIndex: { type: 'double' },
    lastIndex: { type: 'double' },
    startIndex: { type: 'double' },
    endIndex: { type: 'double' },
    resets: { type: 'long' },
  },
  examples: [
    {
      title: 'an index in Wh is stored in kWh',
      payload: { idDevice: 12, Time: '2022-04-17 12:00:00', Energy: 1_234_567, 'Energy-U': 'Wh', Power: 4.2, PF: 0.93 },
      receivedAt: '2022-04-17T10:00:01.000Z',
      stored: {
        timestamp: '2022-04-17T10:00:00.000Z',
        deviceId: '12',
        device: '12',
        Energy: 1234.567,
        'Energy-U': 'kWh',
        Power: 4.2,
        'Power-U': 'kW',
        PF: 0.93,
      },
      absent: ['PF-U'],
    },
  ],
};
