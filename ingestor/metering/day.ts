import type { Gap, LedgerDay } from '../../shared/ledger.ts';
import { fromMicro, toMicro } from './micro.ts';

/** What a day's counter did, 1e-6 kWh. */
export interface DayEnergy {
  consumption: number;
  firstIndex: number | undefined;
  lastIndex: number | undefined;
  startIndex: number;
  endIndex: number;
  resets: number;
}

/** One device's local day while it is added up. Times are ms since the epoch. */
export interface DayTally {
  readonly day: string;
  readonly start: number;
  /** The next midnight: the first instant that is no longer this day. */
  readonly end: number;
  device: string;
  readings: number;
  missing: number;
  readonly gaps: { from: number; to: number }[];
  firstAt: number | undefined;
  lastAt: number | undefined;
  ingestedAt: string;
  readonly quality: Set<string>;
  energy: DayEnergy | undefined;
}

/** A device that misses every other reading has 1,440 gaps a day: those beyond this many are counted as missing, not listed. */
const gapLimit = 500;
/** Depends on when a reading arrived, not on what was measured. */
const ofArrival = 'late';

export const newDay = (day: string, start: number, end: number, device: string): DayTally => ({
  day,
  start,
  end,
  device,
  readings: 0,
  missing: 0,
  gaps: [],
  firstAt: undefined,
  lastAt: undefined,
  ingestedAt: '',
  quality: new Set(),
  energy: undefined,
});

const iso = (at: number): string => new Date(at).toISOString();

/** The ledger's document of a day. */
export function ledgerDay(deviceId: string, tally: DayTally): LedgerDay {
  const { energy } = tally;
  return {
    day: tally.day,
    deviceId,
    device: tally.device,
    readings: tally.readings,
    expected: tally.readings + tally.missing,
    missing: tally.missing,
    gaps: tally.gaps.slice(0, gapLimit).map(({ from, to }): Gap => ({ from: iso(from), to: iso(to) })),
    ...(tally.firstAt !== undefined && { firstAt: iso(tally.firstAt) }),
    ...(tally.lastAt !== undefined && { lastAt: iso(tally.lastAt) }),
    ...(tally.ingestedAt !== '' && { ingestedAt: tally.ingestedAt }),
    quality: [...tally.quality].filter((flag) => flag !== ofArrival).sort(),
    ...(energy && {
      consumption: fromMicro(energy.consumption),
      ...(energy.firstIndex !== undefined && { firstIndex: fromMicro(energy.firstIndex) }),
      ...(energy.lastIndex !== undefined && { lastIndex: fromMicro(energy.lastIndex) }),
      startIndex: fromMicro(energy.startIndex),
      endIndex: fromMicro(energy.endIndex),
      resets: energy.resets,
    }),
  };
}

/** The day as it was when its document was made: the way back from `ledgerDay`. */
export function tallyOf(document: LedgerDay, start: number, end: number): DayTally {
  const { consumption, firstIndex, lastIndex, startIndex = 0, endIndex = 0, resets = 0 } = document;
  const micro = (kwh: number | undefined) => (kwh === undefined ? undefined : toMicro(kwh));
  return {
    ...newDay(document.day, start, end, document.device),
    readings: document.readings,
    missing: document.missing,
    gaps: document.gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
    firstAt: document.firstAt === undefined ? undefined : Date.parse(document.firstAt),
    lastAt: document.lastAt === undefined ? undefined : Date.parse(document.lastAt),
    ingestedAt: document.ingestedAt ?? '',
    quality: new Set(document.quality),
    energy:
      consumption === undefined
        ? undefined
        : {
            consumption: toMicro(consumption),
            firstIndex: micro(firstIndex),
            lastIndex: micro(lastIndex),
            startIndex: toMicro(startIndex),
            endIndex: toMicro(endIndex),
            resets,
          },
  };
}
