/** Aligned columns, two spaces apart; the columns named are numbers. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly string[] = [],
) {
  const widths = titles.map((title, at) =>
    rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), title.length),
  );
  return [titles, ...rows]
    .map((row) =>
      titles
        .map((title, at) => {
          const cell = row[at] ?? '';
          return numeric.includes(title) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `1,234` */
export const count = (value: number): string => value.toLocaleString('en');

/** `3.4 GB` */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, value > 0 ? Math.floor(Math.log10(value) / 3) : 0);
  return `${(value / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `45 s`, `12 min`, `5 h`, `3 days` */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** The site's wall clock: `2026-11-01 06:00:00`. */
export const siteClock = (timeZone: string, instant: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
