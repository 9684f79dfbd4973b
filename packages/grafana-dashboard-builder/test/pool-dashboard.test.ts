import { type Panel, VariableType } from "@grafana/grafana-foundation-sdk/dashboard";
import * as units from "@grafana/grafana-foundation-sdk/units";
import t from "tap";
import { dashboardQueries } from "../src/dashboard-queries.ts";
import { normallyEmpty, poolDashboard } from "../src/pool-dashboard.ts";

const dashboard = poolDashboard();
const panels = (dashboard.panels ?? []).filter((panel): panel is Panel => panel.type !== "row");
const drawn = panels.filter((panel) => panel.type !== "text");
const KNOWN_UNITS = new Set<unknown>(Object.values(units));

t.test("the header is what Grafana 11 to 13 import from a file", (t) => {
  t.match(dashboard, { uid: "plimsoll-pool", schemaVersion: 42, editable: false });
  t.notOk("__inputs" in dashboard, "only the import wizard resolves __inputs");
  t.notOk("id" in dashboard, "a database id would clash");
  t.ok(dashboard.tags?.includes("plimsoll"));
  t.end();
});

t.test("rows read from harm to detail", (t) => {
  const rows = (dashboard.panels ?? []).filter((panel) => panel.type === "row");
  t.strictSame(
    rows.map((row) => row.title?.split(":")[0]),
    ["Verdict", "Pool", "Why", "Who", "Connections", "Instances"],
  );
  t.end();
});

t.test("ids are unique, and the same as ever", (t) => {
  const ids = (dashboard.panels ?? []).map((panel) => panel.id);
  t.equal(new Set(ids).size, ids.length);
  t.matchOnly(
    Object.fromEntries(panels.map((panel) => [panel.id, panel.title])),
    {
      101: "HTTP errors",
      102: "HTTP over 1 s",
      103: "Used of the limit",
      104: "Waiters",
      105: "Oldest waiter",
      106: "Leak suspects",
      107: "Named cause",
      108: "Firing alerts",
      109: "What next",
      201: "Connections against the limit",
      202: "Waiters over time",
      203: "Time under pressure",
      204: "Wait for a connection",
      205: "Waits by length",
      301: "HTTP responses of the service",
      302: "Demand and grants",
      303: "Growth over the baseline",
      304: "Hold",
      305: "Query share of held time",
      306: "Oldest waiter, holder, parked connection and query",
      401: "Connections held, by route",
      402: "Requests waiting, by route",
      403: "Leak suspects, by route",
      404: "Routes now",
      501: "Connects and failures",
      502: "Time to open a connection",
      503: "How requests for a connection ended",
      601: "Used of the limit, by instance",
      602: "Waiters, by instance",
      603: "Oldest waiter, by instance",
    },
    "alerts and bookmarks point at them: never renumber, only add",
  );
  t.end();
});

t.test("every panel says what it shows, what bad looks like and what to do", (t) => {
  for (const { title, description } of panels) {
    t.match(description, /^[A-Z].*\n\n\*\*Bad:\*\* .+\.\n\n\*\*Do:\*\* .+\.$/s, String(title));
  }
  t.end();
});

t.test("every panel that draws numbers has a unit that Grafana knows and a colour mode", (t) => {
  for (const { title, type, fieldConfig, options } of drawn) {
    const isKnown = (unit: unknown): boolean =>
      KNOWN_UNITS.has(unit) || /^(suffix|prefix):/.test(String(unit));
    t.ok(isKnown(fieldConfig?.defaults.unit), `${title}: ${fieldConfig?.defaults.unit}`);
    if (type === "heatmap") {
      t.ok(isKnown((options as { yAxis: { unit: string } }).yAxis.unit));
      t.ok((options as { color: { mode?: string } }).color.mode);
    } else t.ok(fieldConfig?.defaults.color?.mode, String(title));
  }
  t.end();
});

t.test("every panel and query goes to the data source that the reader chooses", (t) => {
  for (const { title, datasource } of drawn)
    t.equal(datasource?.uid, "${datasource}", String(title));
  const variables = dashboard.templating?.list ?? [];
  const sources = variables.filter((variable) => variable.type === VariableType.Datasource);
  t.match(sources, [{ name: "datasource", label: "Data Source" }]);
  t.equal(sources.length, 1);
  t.end();
});

t.test("each query of a panel has its own name", (t) => {
  const keys = dashboardQueries(dashboard).map((query) => query.key);
  t.equal(new Set(keys).size, keys.length);
  t.end();
});

t.test("an excuse for an empty answer belongs to a query that exists", (t) => {
  const keys = new Set(dashboardQueries(dashboard).map((query) => query.key));
  for (const key of normallyEmpty().keys()) t.ok(keys.has(key), key);
  t.notOk(normallyEmpty().has("104/A"), "waiters are never excused");
  t.end();
});

t.test("a name has one colour in all panels, and red is kept for harm", (t) => {
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
  for (const [name, used] of colors) t.equal(used.size, 1, name);
  const red = [...colors].filter(([, used]) => [...used].some((color) => color.includes("red")));
  t.strictSame(red.map(([name]) => name).toSorted(), ["failed", "over 1 s", "timeout", "timeouts"]);
  t.end();
});

t.test("nothing that the SDK gets wrong is left", (t) => {
  const text = JSON.stringify(dashboard);
  for (const key of ['placement":"inControlsMenu', '"footer"', "auto_min", '"id":0,']) {
    t.notOk(text.includes(key), key);
  }
  t.end();
});

t.test("two calls share nothing", (t) => {
  t.strictSame(poolDashboard(), dashboard);
  t.not(poolDashboard().panels?.[1], dashboard.panels?.[1]);
  t.end();
});
