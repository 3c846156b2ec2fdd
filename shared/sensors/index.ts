import { air } from './air.ts';
import { centrale } from './centrale.ts';
import { devicev01 } from './devicev01.ts';
import type { SensorType } from './sensor.ts';

/** Every sensor type of the product. A new one is a file in this folder and a line here. */
export const sensorTypes: readonly SensorType[] = [air, centrale, devicev01];
