const clearLine = '\x1b[K';
/** Where nothing can be redrawn, a line now and then. */
const plainEveryMs = 5000;

/** What the demo writes to: lines that stay, one line that is rewritten, and a table redrawn in place. */
export class Screen {
  readonly #out = process.stdout;
  readonly terminal = process.stdout.isTTY === true;
  #status = false;
  #plainAt = 0;
  /** What is on the terminal at the moment, by its number of rows. */
  #drawn: { readonly table: number; readonly below: number; readonly columns: number } | undefined;

  get columns(): number {
    return this.#out.columns ?? 120;
  }

  get colour(): boolean {
    return this.terminal && !process.env.NO_COLOR;
  }

  /** Lines that stay. */
  say(text: string): void {
    this.#clearStatus();
    this.#drawn = undefined;
    this.#out.write(`${text}\n`);
  }

  /** On a terminal a line that the next one replaces, else a line every few seconds. */
  status(text: string): void {
    if (this.terminal) {
      this.#out.write(`\r${text.slice(0, this.columns - 1)}${clearLine}`);
      this.#status = true;
    } else if (Date.now() - this.#plainAt >= plainEveryMs) {
      this.#plainAt = Date.now();
      this.say(text);
    }
  }

  /**
   * Redraws the table, whose lines fit the columns. What is below is written once and not touched again, so that a person
   * can mark and copy it.
   */
  draw(table: readonly string[], below: readonly string[]): void {
    this.#clearStatus();
    const columns = this.columns;
    const last = this.#drawn;
    const lines = table.map((line) => `${line}${clearLine}\n`).join('');
    if (last && last.table === table.length && last.columns === columns) {
      const down = last.below > 0 ? `\x1b[${last.below}B` : '';
      this.#out.write(`\x1b[${last.table + last.below}A\r${lines}${down}`);
      return;
    }
    // After a change of size nobody knows how the terminal has wrapped what was there.
    if (last) this.#out.write('\x1b[H\x1b[J');
    const height = below.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
    const text = below.map((line) => `${line}\n`).join('');
    // Rows that have scrolled away cannot be redrawn: then the table alone stays in view.
    const fits = table.length + height < (this.#out.rows ?? 24);
    this.#out.write(fits ? `${lines}${text}` : `${text}${lines}`);
    this.#drawn = { table: table.length, below: fits ? height : 0, columns };
  }

  #clearStatus(): void {
    if (this.#status) this.#out.write(`\r${clearLine}`);
    this.#status = false;
  }
}
