/**
 * What has arrived and nobody has taken yet. It is bounded in bytes: whoever fills it waits for room, and by that the sender
 * is slowed down.
 */
export class Inbox<T> {
  readonly #bytesOf: (item: T) => number;
  readonly #limitBytes: number;
  #items: T[] = [];
  #bytes = 0;
  #closed = false;
  #wakeTaker: (() => void) | undefined;
  #wakeFiller: (() => void) | undefined;

  constructor(limitBytes: number, bytesOf: (item: T) => number) {
    this.#limitBytes = limitBytes;
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Whether whoever fills it has to wait for room. */
  get full(): boolean {
    return this.#bytes >= this.#limitBytes && !this.#closed;
  }

  put(item: T): void {
    this.#items.push(item);
    this.#bytes += this.#bytesOf(item);
    this.#wakeTaker?.();
  }

  /** Calls back when there is room: at once, or when the next batch has been taken. One filler may wait at a time. */
  whenRoom(proceed: () => void): void {
    if (this.full) this.#wakeFiller = proceed;
    else proceed();
  }

  /**
   * Waits for an item, and takes as many as are there, up to `most` and up to `mostBytes` (but at least one). Empty when the
   * inbox has been closed. One taker may wait at a time.
   */
  async take(most: number, mostBytes: number): Promise<T[]> {
    while (this.#items.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
    }
    if (this.#closed) return [];
    const taken = this.#items.splice(0, this.#fitting(most, mostBytes));
    for (const item of taken) this.#bytes -= this.#bytesOf(item);
    this.#letFillerGoOn();
    return taken;
  }

  /** Forgets what `keep` does not hold for. A filler that waited for room has gone with its connection. */
  retain(keep: (item: T) => boolean): void {
    this.#items = this.#items.filter(keep);
    this.#bytes = this.#items.reduce((sum, item) => sum + this.#bytesOf(item), 0);
    this.#wakeFiller = undefined;
  }

  /** From now on nothing is handed out, and nobody waits. */
  close(): void {
    this.#closed = true;
    this.#wakeTaker?.();
    this.#letFillerGoOn();
  }

  #letFillerGoOn(): void {
    const proceed = this.#wakeFiller;
    this.#wakeFiller = undefined;
    proceed?.();
  }

  #fitting(most: number, mostBytes: number): number {
    let bytes = 0;
    let count = 0;
    for (const item of this.#items) {
      bytes += this.#bytesOf(item);
      if (count === most || (count > 0 && bytes > mostBytes)) break;
      count += 1;
    }
    return count;
  }
}
