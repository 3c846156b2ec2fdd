/** A tile is best half as wide again as it is high. */
const shape = 1.5;

/** Columns of tiles that fill a wall of this size: as many as make the tiles as large as can be. */
export function columnsFor(count: number, width: number, height: number): number {
  const size = (columns: number) => Math.min(width / columns / shape, height / Math.ceil(count / columns));
  const choices = Array.from({ length: Math.max(1, count) }, (_, at) => at + 1);
  return choices.reduce((best, columns) => (size(columns) > size(best) ? columns : best), 1);
}
