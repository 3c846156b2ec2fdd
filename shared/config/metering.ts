import type { z } from 'zod';
import { decimal, perDevice } from './values.ts';

const isPositive = (value: number) => value > 0 && value <= 1e9;
const isNoise = (kwh: number) => kwh >= 0 && kwh <= 1e6;

/** The variables of everything that judges energy counters. */
export const meteringVariables = {
  MAX_POWER_KW: decimal('must be a power in kW above 0', isPositive).optional(),
  MAX_POWER_KWS: perDevice('is not a device and a power in kW, such as 12=250', isPositive).optional(),
  COUNTER_MODULUS_KWH: decimal('must be an energy in kWh above 0', isPositive).optional(),
  COUNTER_MODULUS_KWHS: perDevice('is not a device and an energy in kWh, such as 12=1000000', isPositive).optional(),
  COUNTER_NOISE_KWH: decimal('must be an energy in kWh, 0 or more', isNoise).default(1),
  COUNTER_NOISE_KWHS: perDevice('is not a device and an energy in kWh, such as 12=0.5', isNoise).optional(),
};

/** What is known of one meter. */
export interface MeterSettings {
  /** kW that the connection can carry; undefined: a rise is believed, however large. */
  readonly maxPowerKw: number | undefined;
  /** kWh at which the register starts again at 0; undefined: it does not. */
  readonly modulusKwh: number | undefined;
  /** kWh by which the register may step back without meaning anything. */
  readonly noiseKwh: number;
}

/** The settings of a device: its own, by number or by name, else the site's. */
export type MeterSettingsOf = (deviceId: string, device: string) => MeterSettings;

export const buildMetering =
  (values: z.output<z.ZodObject<typeof meteringVariables>>): MeterSettingsOf =>
  (deviceId, device) => {
    const own = (pairs: ReadonlyMap<string, number> | undefined) => pairs?.get(deviceId) ?? pairs?.get(device);
    return {
      maxPowerKw: own(values.MAX_POWER_KWS) ?? values.MAX_POWER_KW,
      modulusKwh: own(values.COUNTER_MODULUS_KWHS) ?? values.COUNTER_MODULUS_KWH,
      noiseKwh: own(values.COUNTER_NOISE_KWHS) ?? values.COUNTER_NOISE_KWH,
    };
  };
