import { type Calendar, hourMs } from './calendar.ts';
import type { Stream } from './random.ts';
import { round, type SensorModel } from './sensor.ts';

export interface WeatherOptions {
  readonly calendar: Calendar;
  /** The site's weather, the same for all devices. */
  readonly weather: Stream;
  /** The device's own noise. */
  readonly stream: Stream;
  readonly number: number;
}

/**
 * A LoRa weather device in a Belgian yard. Every third one has no humidity probe and says `'NULL'` for ever, as the one of
 * the samples does.
 */
export function createDevicev01({ calendar, weather, stream, number }: WeatherOptions): SensorModel {
  const hasHumidity = number % 3 !== 0;
  const pressureError = 0.6 * stream.bell(0, 1);
  const temperatureError = 0.4 * stream.bell(0, 2);

  return {
    mod: 'weath',
    frameBytes: 94,
    sample(at, slot) {
      const hour = calendar.timeOfDay(at) / hourMs;
      // Warmest in late July and at 15:00; fronts pass in two or three days, and clouds within hours.
      const season = Math.cos((2 * Math.PI * (calendar.day(at) - 205)) / 365.25);
      const front = weather.smooth(at / (60 * hourMs), 3);
      const cloud = weather.smooth(at / (9 * hourMs), 4);
      const daily = Math.cos((2 * Math.PI * (hour - 15)) / 24) * (3.2 + 1.6 * season + 1.2 * cloud);
      const temperature = 10.8 + 7.4 * season + daily + 3 * front + temperatureError;
      const pressure = 1015 - 9 * front + 7 * weather.smooth(at / (110 * hourMs), 5) + pressureError;
      const humidity = Math.max(
        28,
        Math.min(100, 77 - 3.2 * daily - 5 * season + 9 * weather.smooth(at / (14 * hourMs), 6)),
      );
      return {
        measures: [
          { key: 'Pres', value: round(pressure + 0.05 * stream.bell(slot, 20), 1), unit: 'hPa' },
          { key: 'Temp', value: round(temperature + 0.03 * stream.bell(slot, 21), 2), unit: 'C' },
          {
            key: 'Hum',
            value: hasHumidity ? round(Math.min(100, humidity + 0.2 * stream.bell(slot, 22)), 1) : undefined,
            unit: '%',
          },
        ],
        truth: { Pres: pressure, Temp: temperature, Hum: humidity },
      };
    },
  };
}
