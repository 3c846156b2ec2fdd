/** How the server's clock differs from ours, told by the quickest of the last answers. */
export class ServerClock {
  #samples: { readonly offset: number; readonly roundTrip: number }[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `sent` and `received` by our clock, `server` by the server's: half of the round trip lies before its answer. */
  add(sent: number, server: number, received: number): void {
    this.#samples.push({ offset: server - (sent + received) / 2, roundTrip: received - sent });
    if (this.#samples.length > 8) this.#samples.shift();
  }

  /** The present by the server's clock. */
  now(): number {
    const best = this.#samples.toSorted((a, b) => a.roundTrip - b.roundTrip)[0];
    return this.#now() + (best?.offset ?? 0);
  }
}
