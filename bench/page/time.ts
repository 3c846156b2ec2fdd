/** Milliseconds since the epoch with a fraction: the same in every process of this machine, browsers too. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

/** How much faster time goes, and since when. */
export interface Acceleration {
  readonly speed: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

interface Clockwork {
  Date: DateConstructor;
  readonly performance: { now(): number };
  setInterval: unknown;
}

/**
 * Makes time go faster for whoever asks in this scope: clocks, and what is done again and again. Single timers are left
 * alone: a connection's patience must be that of the machine. It stands on its own, as its text is run in browsers too.
 */
export function accelerate(scope: Clockwork, { speed, since }: Acceleration): void {
  const RealDate = scope.Date;
  const realNow = RealDate.now.bind(RealDate);
  const now = () => since + (realNow() - since) * speed;
  scope.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;
  const steady = scope.performance.now.bind(scope.performance);
  scope.performance.now = () => steady() * speed;
  const repeat = scope.setInterval as (call: unknown, ms: number, ...given: unknown[]) => unknown;
  scope.setInterval = (call: unknown, ms = 0, ...given: unknown[]) => repeat.call(scope, call, ms / speed, ...given);
}
