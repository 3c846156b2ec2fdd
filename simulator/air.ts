import type { Calendar } from './calendar.ts';
import { type AirNetworkOptions, createAirNetwork, cutOut } from './compressor.ts';
import { type FlutterEpisode, flutter, type LeakEpisode, leakLoss } from './leaks.ts';
import type { Stream } from './random.ts';
import { round, type SensorModel } from './sensor.ts';

export interface AirOptions extends AirNetworkOptions {
  readonly calendar: Calendar;
  readonly stream: Stream;
  /** 1, 2, 3 ...: decides what the device is fitted with. */
  readonly number: number;
  readonly leaks: readonly LeakEpisode[];
  readonly flutters: readonly FlutterEpisode[];
}

/**
 * A pressure sensor on a branch of a compressed-air network. Odd devices know their opening pressure (6.0 bar) and measure
 * the flow; even ones leave it to the configuration (5.5 bar is true) and measure the air's temperature.
 */
export function createAir(options: AirOptions): SensorModel {
  const { calendar, stream, number, leaks, flutters } = options;
  const odd = number % 2 === 1;
  const opening = odd ? 6 : 5.5;
  const network = createAirNetwork(options);

  return {
    mod: 'press',
    frameBytes: 88,
    sample(at, slot) {
      const loss = leakLoss(leaks, at);
      // What a leak takes shrinks with the network's own pressure, so that two leaks never pull it below nothing.
      const leaking = network.pressure(at) * Math.max(0.03, 1 - loss / cutOut);
      const pressure = flutter(flutters, opening, at) ?? leaking;
      const flow = network.flow(at) * (1 + loss);
      const season = Math.cos((2 * Math.PI * (calendar.day(at) - 200)) / 365.25);
      const temperature = 23 + 5 * season + 2 * stream.smooth(at / 10_800_000, 20);
      return {
        measures: [
          { key: 'Pres', value: round(pressure + 0.006 * stream.bell(slot, 21), 2), unit: 'bar' },
          ...(odd
            ? [
                { key: 'PresOpen', value: opening },
                { key: 'Flow', value: round(flow * (1 + 0.01 * stream.bell(slot, 22)), 1) },
              ]
            : [{ key: 'Temp', value: round(temperature + 0.05 * stream.bell(slot, 23), 2), unit: 'C' }]),
        ],
        truth: { Pres: pressure, PresOpen: opening, Flow: flow, Temp: temperature },
      };
    },
  };
}
