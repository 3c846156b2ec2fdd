import type { SensorType } from './sensor.ts';

/** LoRa weather device. */
export const devicev01: SensorType = {
  name: 'devicev01',
  measures: {
    Pres: { dimension: 'pressure', unit: 'hPa', min: 0, max: 2000 },
    Temp: { dimension: 'temperature', unit: 'C', min: -273.15, max: 1000 },
    // Capacitive sensors read a little above 100 % in fog.
    Hum: { dimension: 'humidity', unit: '%', min: 0, max: 120 },
  },
  computed: {},
  examples: [
    {
      title: "null and 'NULL' are no value, never 0",
      payload: {
        Customer: 'finemeca',
        idGateway: 170,
        idDevice: 100,
        Device: 'testBroker',
        Time: '2022-04-17 23:52:11',
        msgCount: 232,
        Length: 94,
        RSSI: -47,
        SNR: 10,
        Mod: 'weath',
        'Pres-U': 'hPa',
        Temp: 14.51,
        'Temp-U': 'C',
        Hum: 'NULL',
        'Hum-U': 'NULL',
      },
      receivedAt: '2022-04-17T21:52:12.000Z',
      stored: {
        Customer: 'finemeca',
        idGateway: 170,
        idDevice: 100,
        Device: 'testBroker',
        timestamp: '2022-04-17T21:52:11.000Z',
        localHour: 23,
        localWeekday: 7,
        msgCount: 232,
        RSSI: -47,
        Temp: 14.51,
        'Temp-U': 'C',
        deviceId: '100',
        device: 'testBroker',
      },
      absent: ['Time', 'Hum', 'Hum-U', 'Pres', 'Pres-U'],
    },
    {
      title: 'a key that nobody knows is kept',
      payload: { Device: 'roof', Time: '2022-12-01 08:00:00', Temp: 50, 'Temp-U': 'F', firmware: { version: '1.2' } },
      receivedAt: '2022-12-01T07:00:01.000Z',
      stored: { timestamp: '2022-12-01T07:00:00.000Z', Temp: 10, 'Temp-U': 'C', firmware: { version: '1.2' } },
    },
  ],
};
