import {
  DashboardLinkBuilder,
  QueryVariableBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import t from "tap";
import { dataLink, repairPanel, repairPlacement, repairVariable } from "../src/sdk-repairs.ts";

t.test("a table loses the footer option that Grafana dropped", (t) => {
  const built = new TableBuilder().build();
  t.ok("footer" in (built.options as object), "the SDK still writes it: else drop the repair");
  t.notOk("footer" in (repairPanel(built).options as object));
  t.end();
});

t.test("a time series without a colour mode is refused by its title", (t) => {
  t.throws(
    () => repairPanel(new TimeSeriesBuilder().title("Waits").build()),
    /^Waits: has no colour mode/,
  );
  t.end();
});

t.test("a query variable loses the fields of interval variables", (t) => {
  const built = new QueryVariableBuilder("pool").build();
  t.ok("auto_min" in built, "the SDK still writes it: else drop the repair");
  t.strictSame(
    Object.keys(repairVariable(built)).filter((key) => key.startsWith("auto")),
    [],
  );
  t.end();
});

t.test("a link shows and does not hide in a menu", (t) => {
  const built = new DashboardLinkBuilder("Runbooks").build();
  t.equal(built.placement, "inControlsMenu", "the SDK still writes it: else drop the repair");
  t.notOk("placement" in repairPlacement(built));
  t.end();
});

t.test("a data link has the three keys that Grafana reads", (t) => {
  t.strictSame(dataLink("Runbook", "https://x"), {
    title: "Runbook",
    url: "https://x",
    targetBlank: true,
  });
  t.end();
});
