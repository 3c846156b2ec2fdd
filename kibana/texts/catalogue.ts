/** What every catalogue is made of; which keys it has is decided by the French one. */
export interface Catalogue {
  readonly dashboards: Readonly<
    Record<string, { readonly title: string; readonly about: string; readonly link: string }>
  >;
  /** A title asks; `about` says what the figure means and when it misleads. */
  readonly panels: Readonly<Record<string, { readonly title: string; readonly about: string }>>;
  /** Markdown; `<customer>` is replaced. */
  readonly notes: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly labels: Readonly<Record<string, string>>;
  /** What `quality` says, in words. */
  readonly flags: Readonly<Record<string, string>>;
  /** What `reasonCode` of a refused reading says, in words. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Monday first. */
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  /** After a number. */
  readonly days: string;
  /** Time ranges to choose from: today, yesterday, this and last week, this and last month, 7 and 30 days, 12 months. */
  readonly ranges: readonly string[];
  readonly live: string;
  readonly views: {
    readonly readings: string;
    readonly days: string;
    readonly incidents: string;
    readonly rejected: string;
    readonly health: string;
    readonly all: string;
  };
  readonly preview: string;
}
