import type { SensorTypeName } from '../simulator/sensor.ts';

/** The plant of the demo, as its services are configured and its sensors behave. */
export const site = {
  customer: 'finemeca',
  timeZone: 'Europe/Brussels',
  /** bar; for the devices that do not know their own, the simulator's even ones. */
  openingPressure: 5.5,
} as const;

/** The device that leaks. */
export const leakDevice = 'air-1';

/** The measure that people look at first, and with how many decimals they read it. */
export const headline: Readonly<Record<SensorTypeName, { readonly key: string; readonly decimals: number }>> = {
  air: { key: 'Pres', decimals: 2 },
  centrale: { key: 'Energy', decimals: 1 },
  devicev01: { key: 'Temp', decimals: 1 },
};
