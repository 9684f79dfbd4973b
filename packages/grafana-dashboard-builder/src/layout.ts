import type { Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { PlacedPanel } from "./panel.ts";

/** Columns of Grafana's grid. */
export const GRID_COLUMNS = 24;

/** A titled row; each line in it is a list of panels from left to right. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly lines: readonly (readonly PlacedPanel[])[];
  /** Detail that a click opens. Its panels ask nothing before. */
  readonly isCollapsed?: boolean;
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
    const { panels, height } = placeLines(row, y + 1);
    const collapsed = row.isCollapsed === true;
    const gridPos = { h: 1, w: GRID_COLUMNS, x: 0, y };
    const { id, title } = row;
    // A collapsed row keeps its panels inside itself, where they take no room.
    placed.push({ id, type: "row", title, collapsed, gridPos, panels: collapsed ? panels : [] });
    if (!collapsed) placed.push(...panels);
    y += 1 + (collapsed ? 0 : height);
  }
  return placed;
}

/** The panels of a dashboard, those inside collapsed rows too. */
export function allPanels(panels: readonly (Panel | RowPanel)[] = []): Panel[] {
  return panels.flatMap((panel) => (isRow(panel) ? panel.panels : [panel]));
}

/** Tells a row from the panel that it may be. */
export function isRow(panel: Panel | RowPanel): panel is RowPanel {
  return panel.type === "row";
}

function placeLines({ title, lines }: Row, top: number): { panels: Panel[]; height: number } {
  const panels: Panel[] = [];
  let y = top;
  for (const line of lines) {
    const height = checkLine(title, line);
    let x = 0;
    for (const panel of line) {
      panels.push({ ...panel.json, gridPos: { h: height, w: panel.width, x, y } });
      x += panel.width;
    }
    y += height;
  }
  return { panels, height: y - top };
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
