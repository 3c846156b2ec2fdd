/** The two clocks of a machine, in milliseconds. */
export interface Clocks {
  /** Since the epoch; people and time servers may set it. */
  readonly wall: () => number;
  /** Nobody sets it, but it may stand still while the machine sleeps. */
  readonly steady: () => number;
}

const ownClocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/** What the server's clock said more than our own two, when its answer came after `roundTrip`. */
interface Sample {
  readonly roundTrip: number;
  readonly overWall: number;
  readonly overSteady: number;
}

const jumpMs = 1000;

/** How the server's clock differs from ours, told by the quickest of the last answers. */
export class ServerClock {
  #samples: Sample[] = [];
  readonly #clocks: Clocks;

  constructor(clocks: Clocks = ownClocks) {
    this.#clocks = clocks;
  }

  /** To be called when the question leaves; takes the answer. Half of the round trip lies before it. */
  ask(): (server: number) => void {
    const { wall, steady } = this.#clocks;
    const sent = steady();
    return (server) => {
      const roundTrip = steady() - sent;
      const now = server + roundTrip / 2;
      if (this.jumped) this.#samples = [];
      this.#samples.push({ roundTrip, overWall: now - wall(), overSteady: now - steady() });
      if (this.#samples.length > 8) this.#samples.shift();
    };
  }

  /** Whether our clock has been set, or has slept, since the last answer: then ask again. */
  get jumped(): boolean {
    const last = this.#samples.at(-1);
    const { wall, steady } = this.#clocks;
    return last === undefined || Math.abs(wall() + last.overWall - (steady() + last.overSteady)) > jumpMs;
  }

  /** The present by the server's clock; where our two clocks disagree, the later one, so that no value looks younger than it is. */
  now(): number {
    const { wall, steady } = this.#clocks;
    const best = this.#samples.toSorted((a, b) => a.roundTrip - b.roundTrip)[0];
    return best ? Math.max(wall() + best.overWall, steady() + best.overSteady) : wall();
  }
}
