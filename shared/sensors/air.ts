import type { SensorType } from './sensor.ts';
import { round6 } from './units.ts';

/** Compressed-air pressure at a point of the network, for leak detection. */
export const air: SensorType = {
  name: 'air',
  measures: {
    // Gauge pressure: a vacuum is -1 bar, and no workshop network reaches 1,000 bar.
    Pres: { dimension: 'pressure', unit: 'bar', min: -1.1, max: 1000 },
    PresOpen: { dimension: 'pressure', unit: 'bar', min: 0, max: 1000 },
    Flow: { dimension: 'flow', unit: 'Nl/min', min: 0, max: 1e7 },
    Temp: { dimension: 'temperature', unit: 'C', min: -273.15, max: 1000 },
  },
  computed: {
    pressureMargin: { type: 'double' },
  },
  /**
   * `PresOpen` (bar): the reading's own, else the device's, else the site's, so that every document says what it was
   * judged by. `pressureMargin` = Pres - PresOpen (bar); below 0 the network is below its opening pressure.
   */
  derive({ Pres, PresOpen }, { deviceId, device }, site) {
    const openingPressure = PresOpen ?? site.openingPressure(deviceId, device);
    if (openingPressure === undefined) return {};
    const applied = { PresOpen: openingPressure };
    return Pres === undefined ? applied : { ...applied, pressureMargin: round6(Pres - openingPressure) };
  },
  examples: [
    {
      title: 'the margin is the pressure above the opening pressure',
      payload: {
        Customer: 'finemeca',
        idDevice: 1,
        Device: 'air-1',
        Time: '2022-04-17 23:54:41',
        Pres: 6.9,
        PresOpen: 6,
      },
      receivedAt: '2022-04-17T21:54:42.000Z',
      stored: {
        timestamp: '2022-04-17T21:54:41.000Z',
        deviceId: '1',
        device: 'air-1',
        Pres: 6.9,
        'Pres-U': 'bar',
        PresOpen: 6,
        pressureMargin: 0.9,
        quality: [],
      },
    },
    {
      title: 'other units are converted, and the stored unit is named',
      payload: {
        Device: 'air-1',
        Time: '2022-04-17 23:54:41',
        Pres: 690,
        'Pres-U': 'kPa',
        PresOpen: 87,
        'PresOpen-U': 'psi',
      },
      receivedAt: '2022-04-17T21:54:42.000Z',
      stored: { Pres: 6.9, 'Pres-U': 'bar', PresOpen: 5.998439, 'PresOpen-U': 'bar', pressureMargin: 0.901561 },
    },
    {
      title: 'without a pressure there is no margin',
      payload: { Device: 'air-1', Time: '2022-04-17 23:54:41', Pres: 'NULL', PresOpen: 6 },
      receivedAt: '2022-04-17T21:54:42.000Z',
      stored: { PresOpen: 6 },
      absent: ['Pres', 'Pres-U', 'pressureMargin'],
    },
  ],
};
