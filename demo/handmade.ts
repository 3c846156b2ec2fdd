import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import type { Outgoing } from './sensors.ts';
import { site } from './site.ts';

/** A reading whose stored form is known beforehand, to the letter. */
export interface KnownReading extends Outgoing {
  readonly index: string;
  readonly deviceId: string;
  readonly stored: Readonly<Record<string, unknown>>;
}

/** A payload that cannot be stored, and the reason that should be given. */
export interface BadPayload extends Outgoing {
  readonly code: string;
}

/** Just after midnight at the site it is still the day before in UTC: the index has to be the site's. */
export const knownReadings: Readonly<Record<SensorTypeName, KnownReading>> = {
  air: known('air', {
    payload: {
      idDevice: 190,
      Device: 'known-air',
      Time: '2022-04-18 00:52:11',
      Pres: 690,
      'Pres-U': 'kPa',
      PresOpen: 6,
    },
    index: 'finemeca-air-data-2022-4-18',
    stored: { timestamp: '2022-04-17T22:52:11.000Z', Pres: 6.9, 'Pres-U': 'bar', PresOpen: 6, pressureMargin: 0.9 },
  }),
  centrale: known('centrale', {
    payload: {
      idDevice: 191,
      Device: 'known-centrale',
      Time: '2022-12-01 00:30:00',
      Energy: 1234567,
      'Energy-U': 'Wh',
    },
    index: 'finemeca-centrale-data-2022-12-1',
    stored: { timestamp: '2022-11-30T23:30:00.000Z', Energy: 1234.567, 'Energy-U': 'kWh' },
  }),
  devicev01: known('devicev01', {
    payload: {
      idDevice: 192,
      Device: 'known-weather',
      Time: '2022-08-01 01:59:59',
      Temp: 50,
      'Temp-U': 'F',
      Hum: 'NULL',
    },
    index: 'finemeca-devicev01-data-2022-8-1',
    stored: { timestamp: '2022-07-31T23:59:59.000Z', Temp: 10, 'Temp-U': 'C', Hum: undefined },
  }),
};

/** Three per sensor type, each bad in its own way. */
export const badPayloads: readonly BadPayload[] = sensorTypes.flatMap((type) => {
  const bad = (code: string, payload: string) => ({ type, topic: `${site.customer}/${type}/bad`, code, payload });
  return [
    bad('invalid-json', '{"Device":"bad","Time":"2022-04-17 23:5'),
    bad('wrong-type', '{"Device":"bad","Time":"2022-04-17 23:52:11","msgCount":"7"}'),
    bad('invalid-time', '{"Device":"bad","Time":"2022-02-30 12:00:00"}'),
  ];
});

function known(
  type: SensorTypeName,
  made: { payload: Record<string, unknown>; index: string; stored: Record<string, unknown> },
): KnownReading {
  const { idDevice, Device } = made.payload;
  return {
    type,
    topic: `${site.customer}/${type}/${Device}`,
    payload: JSON.stringify(made.payload),
    index: made.index,
    deviceId: String(idDevice),
    stored: { deviceId: String(idDevice), device: Device, ...made.stored },
  };
}
