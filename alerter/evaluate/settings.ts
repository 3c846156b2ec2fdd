import type { OpeningPressure } from '../../shared/config/opening-pressure.ts';
import type { Schedule } from '../planned-off.ts';

/** What a site calls a leak, a recovery and silence. */
export interface EvaluationSettings {
  /** A pressure below opening for so long is a leak. */
  readonly leakAfterSeconds: number;
  /** bar above the opening pressure at which a leak may be over. */
  readonly recoveryMargin: number;
  /** So long at or above that, and it is over. */
  readonly recoveredAfterSeconds: number;
  /** Between two readings of a device. */
  readonly readingPeriodSeconds: number;
  /** A sensor that says nothing for so long is silent. */
  readonly silentAfterSeconds: number;
  /** For readings that do not say their own. */
  readonly openingPressure: OpeningPressure;
  /** When the pressure may be off. */
  readonly plannedOff: Schedule;
}
