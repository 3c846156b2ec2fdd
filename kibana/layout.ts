import type { Size } from './panel.ts';

/** Kibana's grid. */
export const gridColumns = 48;

export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

/** Places panels like words: from left to right, and below when the row is full. A row is as high as its highest panel. */
export function placesOf(sizes: readonly Size[], top: number): Place[] {
  let x = 0;
  let y = top;
  let rowHeight = 0;
  return sizes.map(({ w, h }) => {
    if (x + w > gridColumns) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const place = { x, y, w, h };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    return place;
  });
}
