/** What the person at the terminal should read as it is, without a stack trace. */
export class DemoError extends Error {
  override name = 'DemoError';
}

/** Why the demo ends before it is done; the first reason counts. */
export class Ending {
  readonly #controller = new AbortController();
  #death: string | undefined;

  /** Aborted when the demo is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What died, with the last lines of its log; undefined when nothing did. */
  get death(): string | undefined {
    return this.#death;
  }

  get interrupted(): boolean {
    return this.signal.aborted && this.#death === undefined;
  }

  /** A person, or the system, asks to stop. */
  interrupt(): void {
    this.#controller.abort(new DemoError('Interrupted.'));
  }

  /** A part of the installation ended by itself. */
  died(report: string): void {
    if (this.signal.aborted) return;
    this.#death = report;
    this.#controller.abort(new DemoError(report));
  }
}
