import type { Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { PlacedPanel } from "./panel.ts";

/** Columns of Grafana's grid. */
export const GRID_COLUMNS = 24;

/** A titled row; each line in it is a list of panels from left to right. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly lines: readonly (readonly PlacedPanel[])[];
}

/**
 * Places rows below each other and the panels of a line beside each other.
 *
 * @throws RangeError when a line is wider than the grid, or its panels differ in height: that leaves holes.
 */
export function layOut(rows: readonly Row[]): (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const row of rows) {
    const gridPos = { h: 1, w: GRID_COLUMNS, x: 0, y };
    placed.push({
      id: row.id,
      type: "row",
      title: row.title,
      collapsed: false,
      gridPos,
      panels: [],
    });
    y += 1;
    for (const line of row.lines) {
      const height = checkLine(row.title, line);
      let x = 0;
      for (const panel of line) {
        placed.push({ ...panel.json, gridPos: { h: height, w: panel.width, x, y } });
        x += panel.width;
      }
      y += height;
    }
  }
  return placed;
}

function checkLine(row: string, line: readonly PlacedPanel[]): number {
  const width = line.reduce((sum, panel) => sum + panel.width, 0);
  if (width > GRID_COLUMNS) {
    throw new RangeError(`row "${row}": a line must be at most 24 columns wide, got ${width}.`);
  }
  const heights = new Set(line.map((panel) => panel.height));
  const [height] = heights;
  if (height === undefined || heights.size > 1) {
    throw new RangeError(
      `row "${row}": a line needs panels of one height, got ${[...heights].join(", ") || "none"}.`,
    );
  }
  return height;
}
