import { type Panel, VariableType } from "@grafana/grafana-foundation-sdk/dashboard";
import * as units from "@grafana/grafana-foundation-sdk/units";
import t from "tap";
import { dashboardQueries } from "../src/dashboard-queries.ts";
import { dashboardOf, DASHBOARDS } from "../src/dashboards.ts";
import { allPanels, isRow } from "../src/layout.ts";
import { DASHBOARD_UID } from "../src/links.ts";
import { PANEL_TITLES, ROW_TITLES } from "./panel-titles.ts";

const KNOWN_UNITS = new Set<unknown>(Object.values(units));
const drawn = (panels: readonly Panel[]): Panel[] => panels.filter(({ type }) => type !== "text");

for (const { key, uid, build, normallyEmpty, unselected } of DASHBOARDS) {
  const dashboard = build();
  const panels = allPanels(dashboard.panels);

  t.test(`${key}: the header is what Grafana 11 to 13 import from a file`, (t) => {
    t.match(dashboard, { uid, schemaVersion: 42, editable: false, refresh: "10s" });
    t.notOk("__inputs" in dashboard, "only the import wizard resolves __inputs");
    t.notOk("id" in dashboard, "a database id would clash");
    t.ok(dashboard.tags?.includes("plimsoll"));
    t.match(dashboard.time?.from, /^now-(30m|1h)$/);
    t.end();
  });

  t.test(`${key}: rows read from harm to detail`, (t) => {
    const rows = (dashboard.panels ?? []).filter(isRow).map((row) => row.title?.split(/[:?]/)[0]);
    t.strictSame(rows, ROW_TITLES[key]);
    t.end();
  });

  t.test(`${key}: ids are unique, and the same as ever`, (t) => {
    const rows = (dashboard.panels ?? []).filter(isRow);
    const ids = [...rows, ...panels].map((panel) => panel.id);
    t.equal(new Set(ids).size, ids.length);
    t.matchOnly(
      Object.fromEntries(panels.map((panel) => [panel.id, panel.title])),
      PANEL_TITLES[key],
      "alerts and bookmarks point at them: never renumber, only add",
    );
    t.end();
  });

  t.test(`${key}: every panel says what it shows, what is normal and bad, what to do`, (t) => {
    for (const { title, description } of panels) {
      t.match(
        description,
        /^[A-Z0-9].*\.\n\n\*\*Normal:\*\* .+\.\n\n\*\*Bad:\*\* .+\.\n\n\*\*Do:\*\* .+\.$/s,
        String(title),
      );
    }
    t.end();
  });

  t.test(`${key}: every number has a unit that Grafana knows and a colour mode`, (t) => {
    for (const { title, type, fieldConfig, options } of drawn(panels)) {
      const isKnown = (unit: unknown): boolean => KNOWN_UNITS.has(unit);
      t.ok(isKnown(fieldConfig?.defaults.unit), `${title}: ${fieldConfig?.defaults.unit}`);
      for (const { properties } of fieldConfig?.overrides ?? []) {
        for (const { id, value } of properties)
          if (id === "unit") t.ok(isKnown(value), String(title));
      }
      if (type === "heatmap") {
        t.ok(isKnown((options as { yAxis: { unit: string } }).yAxis.unit));
        t.ok((options as { color: { mode?: string } }).color.mode);
      } else t.ok(fieldConfig?.defaults.color?.mode, String(title));
    }
    t.end();
  });

  t.test(`${key}: a line without a unit has an axis that says what is counted`, (t) => {
    for (const { title, type, fieldConfig } of panels) {
      if (type !== "timeseries" || fieldConfig?.defaults.unit !== "none") continue;
      const { axisLabel } = fieldConfig.defaults.custom as { axisLabel?: string };
      t.match(axisLabel, /^[a-z]+/, String(title));
    }
    t.end();
  });

  t.test(`${key}: every panel goes to the data source that the reader chooses`, (t) => {
    for (const { title, datasource } of drawn(panels))
      t.equal(datasource?.uid, "${datasource}", String(title));
    const variables = dashboard.templating?.list ?? [];
    const sources = variables.filter((variable) => variable.type === VariableType.Datasource);
    t.match(sources[0], { name: "datasource", label: "Data source" });
    t.strictSame(
      sources.slice(1).map(({ name }) => name),
      ["pool", "queries"].includes(key) ? ["tempo_datasource"] : [],
    );
    t.end();
  });

  t.test(`${key}: each query of a panel has its own name`, (t) => {
    const keys = dashboardQueries(dashboard).map((query) => query.key);
    t.equal(new Set(keys).size, keys.length);
    t.end();
  });

  t.test(`${key}: an excuse belongs to a query or variable that exists`, (t) => {
    const keys = new Set(dashboardQueries(dashboard).map((query) => query.key));
    for (const excused of [...normallyEmpty.keys(), ...unselected.keys()]) {
      t.ok(keys.has(excused), excused);
    }
    t.end();
  });

  t.test(`${key}: a count or rate of next to nothing looks like it`, (t) => {
    for (const { title, type, fieldConfig } of panels) {
      if (type !== "timeseries") continue;
      const { custom, unit = "" } = fieldConfig?.defaults ?? {};
      const isCount = /^(none|ops|reqps)$/.test(unit);
      t.match(custom, isCount ? { axisSoftMax: 1 } : { axisSoftMax: undefined }, String(title));
    }
    t.end();
  });

  t.test(`${key}: a panel that may be empty says why`, (t) => {
    for (const { id, title, targets = [], fieldConfig } of drawn(panels)) {
      const names = (targets as readonly { readonly refId?: string }[]).map(({ refId }) => refId);
      const mayBeEmpty = names.every((name) => normallyEmpty.has(`${id}/${name}`));
      if (mayBeEmpty) t.ok(fieldConfig?.defaults.noValue, `${id} ${title}`);
    }
    t.end();
  });

  t.test(`${key}: a name has one colour in all panels`, (t) => {
    for (const [name, colors] of colorsByName(panels)) t.equal(colors.size, 1, name);
    t.end();
  });

  t.test(`${key}: alerts of both severities are annotations`, (t) => {
    const names = dashboard.annotations?.list?.map(({ name }) => name);
    t.strictSame(names?.slice(0, 2), ["Pages", "Tickets"]);
    t.end();
  });

  t.test(`${key}: nothing that the SDK gets wrong is left`, (t) => {
    const text = JSON.stringify(dashboard);
    for (const leftover of ['placement":"inControlsMenu', '"footer"', "auto_min", '"id":0,']) {
      t.notOk(text.includes(leftover), leftover);
    }
    t.end();
  });

  t.test(`${key}: two calls share nothing`, (t) => {
    const again = build();
    t.strictSame(again, dashboard);
    t.not(again.panels?.[1], dashboard.panels?.[1]);
    const [panel] = allPanels(again.panels);
    if (panel?.options === undefined) t.fail("no panel has options");
    else panel.options = "changed";
    t.strictSame(build(), dashboard);
    t.end();
  });
}

t.test("red is kept for harm", (t) => {
  const red = DASHBOARDS.flatMap(({ build }) => [...colorsByName(allPanels(build().panels))])
    .filter(([, used]) => [...used].some((color) => color.includes("red")))
    .map(([name]) => name);
  const harm = new Set(["failed", "over 1 s", "timeout", "timeouts"]);
  for (const name of red) t.ok(harm.has(name), name);
  t.end();
});

t.test("each dashboard has its uid, and none is asked for that is not there", (t) => {
  for (const { key, uid } of DASHBOARDS) t.equal(uid, DASHBOARD_UID[key]);
  t.equal(dashboardOf("pool").uid, "plimsoll-pool");
  t.throws(() => dashboardOf("nope" as "pool"), /got "nope"/);
  t.notOk(dashboardOf("pool").normallyEmpty.has("104/A"), "waiters are never excused");
  t.end();
});

function colorsByName(panels: readonly Panel[]): Map<string, Set<string>> {
  const colors = new Map<string, Set<string>>();
  for (const { fieldConfig } of panels) {
    for (const { matcher, properties } of fieldConfig?.overrides ?? []) {
      for (const { id, value } of properties) {
        if (id !== "color") continue;
        const name = String(matcher.options);
        const { fixedColor } = value as { fixedColor: string };
        colors.set(name, (colors.get(name) ?? new Set()).add(fixedColor));
      }
    }
  }
  return colors;
}
