import { type Freshness, freshnessOf, type OpenIncident, type Reading } from '../../protocol.ts';

/** What a device is said to be. `low`: below its opening pressure, and nobody has called it a leak yet. */
export type Badge = 'normal' | 'leak' | 'low' | 'acknowledged' | 'silent' | 'stale' | 'unknown';

/** What is to be seen of a device at an instant. Pressures are bar, times milliseconds by the server's clock. */
export interface DeviceView {
  readonly deviceId: string;
  readonly device: string;
  readonly badge: Badge;
  readonly freshness: Freshness;
  /** Undefined when it is too old to be shown. */
  readonly pressure: number | undefined;
  readonly openingPressure: number | undefined;
  readonly margin: number | undefined;
  readonly at: number;
  readonly ageMs: number;
  readonly leak: OpenIncident | undefined;
}

/** What the page knows besides readings. */
export interface Surroundings {
  /** By the server's clock. */
  readonly now: number;
  readonly readingPeriodMs: number;
  readonly incidents: readonly OpenIncident[];
  /** Whether readings would reach the page if there were any. */
  readonly connected: boolean;
}

/**
 * Decides what is shown of a device. A value is shown as long as it can be believed, and by nothing else; a leak stays a
 * leak when its sensor falls silent.
 */
export function deviceView(reading: Reading, { now, readingPeriodMs, incidents, connected }: Surroundings): DeviceView {
  const ageMs = Math.max(0, now - reading.at);
  const freshness = freshnessOf(ageMs, readingPeriodMs);
  const own = incidents.filter(({ deviceId }) => deviceId === reading.deviceId);
  const leak = own.find(({ kind }) => kind === 'leak');
  const pressure = freshness === 'absent' ? undefined : reading.pressure;
  const openingPressure = reading.openingPressure ?? undefined;
  const margin =
    pressure === undefined || openingPressure === undefined ? undefined : round3(pressure - openingPressure);

  const badge = (): Badge => {
    if (leak) return leak.acknowledged ? 'acknowledged' : 'leak';
    if (freshness === 'absent') return connected ? 'silent' : 'unknown';
    if (freshness === 'stale') return own.some(({ kind }) => kind === 'sensor-silent') ? 'silent' : 'stale';
    return margin !== undefined && margin < 0 ? 'low' : 'normal';
  };
  const { deviceId, device, at } = reading;
  return { deviceId, device, badge: badge(), freshness, pressure, openingPressure, margin, at, ageMs, leak };
}

const round3 = (value: number): number => Math.round(value * 1000) / 1000;

const worst: readonly Badge[] = ['leak', 'low', 'silent', 'unknown', 'acknowledged', 'stale', 'normal'];

/** Worst first; among equals in the order of their names. */
export const worstFirst = (views: readonly DeviceView[]): DeviceView[] =>
  views.toSorted(
    (a, b) =>
      worst.indexOf(a.badge) - worst.indexOf(b.badge) || a.device.localeCompare(b.device, 'en', { numeric: true }),
  );
