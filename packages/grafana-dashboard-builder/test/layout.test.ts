import type { GridPos } from "@grafana/grafana-foundation-sdk/dashboard";
import t from "tap";
import { DASHBOARDS } from "../src/dashboards.ts";
import { allPanels, GRID_COLUMNS, isRow, layOut, type Row } from "../src/layout.ts";
import type { PlacedPanel } from "../src/panel.ts";

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

t.test("a collapsed row keeps its panels, and they take no room", (t) => {
  const places = layOut([{ ...row([panel(1, 8)]), isCollapsed: true }, row([panel(2, 8)])]);
  t.strictSame(
    places.map(({ gridPos }) => gridPos?.y),
    [0, 1, 2],
  );
  t.match(places[0], { collapsed: true, panels: [{ id: 1, gridPos: { y: 1 } }] });
  t.strictSame(
    allPanels(places).map(({ id }) => id),
    [1, 2],
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

for (const { key, build } of DASHBOARDS) {
  const { panels = [] } = build();

  t.test(`${key}: no two panels overlap, and all stand inside the grid`, (t) => {
    // Open as Grafana opens them: one collapsed row at a time, and what is below it moves down.
    for (const opened of [panels, ...panels.filter(isRow).map(({ panels }) => panels)]) {
      t.strictSame(collisions(opened.map(({ id, gridPos }) => ({ id, gridPos }))), []);
    }
    t.end();
  });

  t.test(`${key}: every line is as wide as the grid`, (t) => {
    const widths = new Map<number, number>();
    for (const { gridPos } of allPanels(panels)) {
      if (gridPos === undefined) t.fail("a panel has no place");
      // A collapsed row begins again where the next one does.
      else widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w);
    }
    for (const [y, width] of widths) t.equal(width % GRID_COLUMNS, 0, `line at ${y}: ${width}`);
    t.end();
  });
}

t.test("an overlap is found", (t) => {
  const gridPos = { x: 0, y: 0, w: 8, h: 8 };
  t.strictSame(
    collisions([
      { id: 1, gridPos },
      { id: 2, gridPos: { ...gridPos, x: 7 } },
    ]),
    ["1 overlaps 2"],
  );
  t.strictSame(collisions([{ id: 3, gridPos: { ...gridPos, x: 17 } }]), ["3 is outside"]);
  t.strictSame(collisions([{ id: 4, gridPos: undefined }]), ["4 has no place"]);
  t.end();
});

interface Place {
  readonly id: number | undefined;
  readonly gridPos: GridPos | undefined;
}

function collisions(places: readonly Place[]): string[] {
  return places.flatMap(({ id, gridPos: a }, index) => {
    if (a === undefined) return [`${id} has no place`];
    const outside = a.x < 0 || a.x + a.w > GRID_COLUMNS ? [`${id} is outside`] : [];
    const others = places
      .slice(index + 1)
      .filter(({ gridPos: b }) => b !== undefined && overlap(a, b));
    return [...outside, ...others.map((other) => `${id} overlaps ${other.id}`)];
  });
}
