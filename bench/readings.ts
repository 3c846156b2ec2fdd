/** One reading to publish, of the size that the contract's example has (some 210 bytes). */
export interface BenchReading {
  readonly topic: string;
  readonly payload: string;
}

const periodMs = 30_000;

/**
 * `count` different readings of a sensor type, spread over `devices` devices that each report every 30 s. They end at
 * `until` (ms since the epoch), so no clock runs ahead.
 */
export function readings(options: {
  customer: string;
  type: 'air' | 'centrale' | 'devicev01';
  count: number;
  devices: number;
  until: number;
  /** The lowest `idDevice` (0). */
  firstDevice?: number;
}): BenchReading[] {
  const { customer, type, count, devices, until, firstDevice = 0 } = options;
  const first = until - Math.ceil(count / devices) * periodMs;
  return Array.from({ length: count }, (_, at) => {
    const device = firstDevice + (at % devices);
    const round = Math.floor(at / devices);
    // Site time of an arbitrary winter: an hour off is of no account here.
    const Time = new Date(first + round * periodMs).toISOString().slice(0, 19).replace('T', ' ');
    const common = {
      Customer: customer,
      idGateway: 170,
      idDevice: device,
      Device: `bench-${device}`,
      Time,
      msgCount: round,
      Length: 94,
      RSSI: -47,
      SNR: 10,
      Mod: 'weath',
    };
    const measures = {
      air: { Pres: 6 + (at % 100) / 100, 'Pres-U': 'bar', PresOpen: 6 },
      centrale: { Energy: 1000 + round / 10, 'Energy-U': 'kWh', Power: 12.5 },
      devicev01: { Pres: 1015, 'Pres-U': 'hPa', Temp: 14.51, 'Temp-U': 'C', Hum: 'NULL', 'Hum-U': 'NULL' },
    }[type];
    return { topic: `${customer}/${type}/${device}`, payload: JSON.stringify({ ...common, ...measures }) };
  });
}
