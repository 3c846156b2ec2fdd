import { type SensorTypeName, sensorTypes } from '../simulator/sensor.ts';
import { SERVER_NAMES } from '../stack/types.ts';
import type { Installation } from './installation.ts';
import { countsOf, type TypeCounts } from './metrics.ts';

/** How a server or a service is. */
export interface PartState {
  /** What it is one of: `servers`, `gateways`. */
  readonly group: string;
  readonly name: string;
  readonly state: 'ready' | 'not ready' | 'ended';
  /** What it waits for. */
  readonly missing: readonly string[];
}

export type Counts = Readonly<Record<SensorTypeName, TypeCounts>>;

/** What the services count, by sensor type. Never throws: who does not answer keeps its last figures. */
export async function lookAtCounts({ services }: Installation): Promise<Counts> {
  const samples = (await Promise.all(services.map((service) => service.metrics()))).flat();
  return Object.fromEntries(sensorTypes.map((type) => [type, countsOf(samples, type)])) as Counts;
}

/** How every part is. Never throws. */
export async function lookAtParts({ stack, services }: Installation): Promise<PartState[]> {
  const servers = SERVER_NAMES.map((name): PartState => {
    const running = stack.server(name).pid !== undefined;
    return { group: 'servers', name, state: running ? 'ready' : 'ended', missing: [] };
  });
  const states = services.map(async (service): Promise<PartState> => {
    const { role, subject } = service.description;
    const part = { group: subject ? `${role}s` : 'services', name: subject || role };
    if (!service.running) return { ...part, state: 'ended', missing: [] };
    const { ready, missing } = await service.readiness();
    return { ...part, state: ready ? 'ready' : 'not ready', missing };
  });
  return [...servers, ...(await Promise.all(states))];
}
