import type { GridPos } from "@grafana/grafana-foundation-sdk/dashboard";
import t from "tap";
import { GRID_COLUMNS, layOut, type Row } from "../src/layout.ts";
import type { PlacedPanel } from "../src/panel.ts";
import { poolDashboard } from "../src/pool-dashboard.ts";

const panel = (id: number, width: number, height = 8): PlacedPanel => ({
  json: { id, type: "stat" },
  width,
  height,
  queries: [],
});

const row = (...lines: PlacedPanel[][]): Row => ({ id: 100, title: "Row", lines });

const overlap = (a: GridPos, b: GridPos): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

t.test("panels stand beside each other and lines below each other", (t) => {
  const places = layOut([row([panel(1, 8), panel(2, 16)], [panel(3, 24, 5)]), row([panel(4, 1)])]);
  t.strictSame(
    places.map(({ gridPos }) => gridPos),
    [
      { h: 1, w: 24, x: 0, y: 0 },
      { h: 8, w: 8, x: 0, y: 1 },
      { h: 8, w: 16, x: 8, y: 1 },
      { h: 5, w: 24, x: 0, y: 9 },
      { h: 1, w: 24, x: 0, y: 14 },
      { h: 8, w: 1, x: 0, y: 15 },
    ],
  );
  t.end();
});

t.test("a line wider than the grid is refused with its width", (t) => {
  t.throws(() => layOut([row([panel(1, 20), panel(2, 10)])]), {
    message: 'row "Row": a line must be at most 24 columns wide, got 30.',
  });
  t.end();
});

t.test("a line of unequal heights, or of none, is refused", (t) => {
  t.throws(() => layOut([row([panel(1, 4, 4), panel(2, 4, 5)])]), /one height, got 4, 5/);
  t.throws(() => layOut([row([])]), /one height, got none/);
  t.end();
});

t.test("no two panels of the pool dashboard overlap, and all stand inside the grid", (t) => {
  const placed = (poolDashboard().panels ?? []).map(({ id, gridPos }) => ({ id, gridPos }));
  for (const [index, a] of placed.entries()) {
    if (a.gridPos === undefined) {
      t.fail(`panel ${a.id} has no place`);
      continue;
    }
    t.ok(a.gridPos.x >= 0 && a.gridPos.x + a.gridPos.w <= GRID_COLUMNS, `panel ${a.id} is inside`);
    for (const b of placed.slice(index + 1)) {
      if (b.gridPos !== undefined && overlap(a.gridPos, b.gridPos))
        t.fail(`${a.id} overlaps ${b.id}`);
    }
  }
  t.end();
});
