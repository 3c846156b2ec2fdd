import type { PressureReading } from './reading.ts';
import type { EvaluationSettings } from './settings.ts';

/** How a device stands. Times are milliseconds since the epoch by the readings, pressures bar. */
export type LeakState =
  | { readonly kind: 'ok' }
  /** Below the opening pressure, not for long enough yet. */
  | { readonly kind: 'low-since'; readonly since: number; readonly provenMs: number; readonly lowest: number }
  | { readonly kind: 'leak'; readonly since: number; readonly lowest: number }
  /** Still a leak: the pressure is back, not for long enough yet. */
  | {
      readonly kind: 'recovering-since';
      readonly since: number;
      readonly lowest: number;
      readonly recoveringSince: number;
      readonly provenMs: number;
    };

/** Why a reading left a device in the state it is in. */
export type Reason =
  | 'no-pressure'
  | 'no-opening-pressure'
  | 'normal'
  | 'planned-off'
  | 'low-not-sustained'
  | 'leak-opened'
  | 'leak-continues'
  | 'within-hysteresis'
  | 'recovery-not-sustained'
  | 'recovered';

/** A leak from its first low reading to the first reading of its recovery. */
export interface LeakSpan {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly lowest: number;
}

export interface Judgement {
  readonly state: LeakState;
  readonly reason: Reason;
  /** What the reading was judged by, bar. */
  readonly openingPressure?: number;
  /** The leak that is over with this reading. */
  readonly closed?: LeakSpan;
}

const ok: LeakState = { kind: 'ok' };

/**
 * Judges one reading, given how the device stood after the one before, which was taken at `previousAt`. Readings come in the
 * order of their time.
 *
 * What lasts is counted between consecutive readings. Where one is missing in between, nobody knows what the pressure did: such
 * a gap counts as half a reading period, and one longer than `silentAfterSeconds` as nothing. It does not begin a span anew
 * either, as nobody knows that it had ended. So a pressure that swings around its opening pressure is no leak when a reading
 * gets lost, and a sensor that is slower than the configured period still tells of its leak, only later.
 */
export function judge(
  state: LeakState,
  reading: PressureReading,
  previousAt: number | undefined,
  settings: EvaluationSettings,
): Judgement {
  const { at, pressure } = reading;
  if (pressure === undefined) return { state, reason: 'no-pressure' };
  const openingPressure = reading.openingPressure ?? settings.openingPressure(reading.deviceId, reading.device);
  if (openingPressure === undefined) return { state, reason: 'no-opening-pressure' };
  const seenMs = previousAt === undefined ? 0 : seenBetween(at - previousAt, settings);
  const low = pressure < openingPressure;

  if (low && settings.plannedOff.includes(at)) {
    return { state: state.kind === 'low-since' ? ok : noRecovery(state), reason: 'planned-off', openingPressure };
  }
  switch (state.kind) {
    case 'ok':
    case 'low-since': {
      if (!low) return { state: ok, reason: 'normal', openingPressure };
      const since = state.kind === 'ok' ? at : state.since;
      const provenMs = state.kind === 'ok' ? 0 : state.provenMs + seenMs;
      const lowest = state.kind === 'ok' ? pressure : Math.min(state.lowest, pressure);
      // One reading may be a glitch, however short the time that is asked for.
      return state.kind === 'low-since' && provenMs >= settings.leakAfterSeconds * 1000
        ? { state: { kind: 'leak', since, lowest }, reason: 'leak-opened', openingPressure }
        : { state: { kind: 'low-since', since, provenMs, lowest }, reason: 'low-not-sustained', openingPressure };
    }
    case 'leak':
    case 'recovering-since': {
      const { since } = state;
      const lowest = Math.min(state.lowest, pressure);
      if (pressure < openingPressure + settings.recoveryMargin) {
        const reason = low ? 'leak-continues' : 'within-hysteresis';
        return { state: { kind: 'leak', since, lowest }, reason, openingPressure };
      }
      const recovering = state.kind === 'recovering-since';
      const recoveringSince = recovering ? state.recoveringSince : at;
      const provenMs = recovering ? state.provenMs + seenMs : 0;
      if (recovering && provenMs >= settings.recoveredAfterSeconds * 1000) {
        const closed = { openedAt: since, closedAt: recoveringSince, lowest };
        return { state: ok, reason: 'recovered', openingPressure, closed };
      }
      return {
        state: { kind: 'recovering-since', since, lowest, recoveringSince, provenMs },
        reason: 'recovery-not-sustained',
        openingPressure,
      };
    }
  }
}

/** Sensors are not punctual to the second. */
const missingPeriods = 1.5;

function seenBetween(elapsedMs: number, { readingPeriodSeconds, silentAfterSeconds }: EvaluationSettings): number {
  if (elapsedMs > silentAfterSeconds * 1000) return 0;
  const periodMs = readingPeriodSeconds * 1000;
  return elapsedMs > missingPeriods * periodMs ? periodMs / 2 : elapsedMs;
}

/** A planned fall of the pressure says nothing of a leak, but it ends what looked like its recovery. */
const noRecovery = (state: LeakState): LeakState =>
  state.kind === 'recovering-since' ? { kind: 'leak', since: state.since, lowest: state.lowest } : state;

/** The leak that a device has, if it has one. */
export const leakOf = (state: LeakState): { readonly since: number; readonly lowest: number } | undefined =>
  state.kind === 'leak' || state.kind === 'recovering-since' ? state : undefined;
