import type { z } from 'zod';
import { decimal, perDevice } from './values.ts';

const isPressure = (bar: number) => bar >= 0 && bar <= 1000;

/** The variables of every service that judges air pressure where a reading does not say its opening pressure. */
export const openingPressureVariables = {
  AIR_OPENING_PRESSURE: decimal('must be a pressure in bar, 0 to 1000', isPressure).optional(),
  AIR_OPENING_PRESSURES: perDevice('is not a device and a pressure in bar, such as air-1=6', isPressure).optional(),
};

/** The configured opening pressure of a device (bar): the device's own, else the site's, else undefined. */
export type OpeningPressure = (deviceId: string, device: string) => number | undefined;

export const buildOpeningPressure =
  (values: z.output<z.ZodObject<typeof openingPressureVariables>>): OpeningPressure =>
  (deviceId, device) =>
    // People know a device by its name or by its number: either may be configured.
    values.AIR_OPENING_PRESSURES?.get(deviceId) ??
    values.AIR_OPENING_PRESSURES?.get(device) ??
    values.AIR_OPENING_PRESSURE;
