/** An air-pressure reading as it is judged. Times are milliseconds since the epoch, pressures bar. */
export interface PressureReading {
  /** Of its document. */
  readonly id: string;
  readonly deviceId: string;
  readonly device: string;
  /** When it was measured: by its own clock, but never after its reception, as clocks may be ahead. */
  readonly at: number;
  readonly receivedAt: number;
  readonly ingestedAt: number;
  readonly messageCount?: number;
  /** Absent where the sensor gave none: that is no value, never 0. */
  readonly pressure?: number;
  /** The reading's own. */
  readonly openingPressure?: number;
}

/** Oldest first; of two with the same time the higher message count, then the later reception, is the newer. */
export const byTime = (a: PressureReading, b: PressureReading): number =>
  a.at - b.at || (a.messageCount ?? 0) - (b.messageCount ?? 0) || a.receivedAt - b.receivedAt;
