import { hourMs, minuteMs } from './calendar.ts';

/** A hole in a device's branch of the network, upstream of which the compressor goes on as if nothing had happened. */
export interface LeakEpisode {
  /** The topic's last level, e.g. `air-1`. */
  readonly device: string;
  readonly from: Date;
  /** Repaired: the pressure comes back from here on, within a few minutes. */
  readonly to: Date;
  /** How fast the pressure falls at first, bar/h (default 12). */
  readonly barPerHour?: number;
  /** The loss that the leak settles at, bar (default 3: far below any opening pressure; 0.5 stays above). */
  readonly depth?: number;
  /** The same leak again, so many seconds after `from` each time. */
  readonly repeatEverySeconds?: number;
}

/** Pressure swinging around the opening pressure, never below it for as long as a minute: noise, not a leak. */
export interface FlutterEpisode {
  readonly device: string;
  readonly from: Date;
  readonly to: Date;
  /** bar (default 0.15). */
  readonly amplitude?: number;
}

/** Not a divisor of a usual period, so that readings meet all phases; below the opening pressure for 41 s at a time. */
const flutterPeriodMs = 83_000;
/** After the repair a third of the loss is left after so long. */
const recoveryMs = 1.5 * minuteMs;

/** What the leaks of one device take from its pressure at an instant, bar. */
export function leakLoss(leaks: readonly LeakEpisode[], at: number): number {
  let loss = 0;
  for (const leak of leaks) {
    const from = leak.from.getTime();
    if (at < from) continue;
    const depth = leak.depth ?? 3;
    const sinceFirst = at - from;
    const since = leak.repeatEverySeconds ? sinceFirst % (leak.repeatEverySeconds * 1000) : sinceFirst;
    const duration = leak.to.getTime() - from;
    // A vessel emptying through a hole while fed through a pipe: a first-order step, both ways.
    const fallMs = (depth / (leak.barPerHour ?? 12)) * hourMs;
    const open = depth * (1 - Math.exp(-Math.min(since, duration) / fallMs));
    loss += since <= duration ? open : open * Math.exp(-(since - duration) / recoveryMs);
  }
  return loss;
}

/** The pressure of a fluttering device, bar, or undefined when it does not flutter. */
export function flutter(episodes: readonly FlutterEpisode[], opening: number, at: number): number | undefined {
  for (const episode of episodes) {
    const since = at - episode.from.getTime();
    if (since < 0 || at >= episode.to.getTime()) continue;
    return opening + (episode.amplitude ?? 0.15) * Math.sin((2 * Math.PI * since) / flutterPeriodMs);
  }
  return undefined;
}
