import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t, { type Test } from "tap";
import { parse } from "yaml";
import { alertmanagerFileText } from "../src/alertmanager-file.ts";
import { ALERTS } from "../src/alerts/alerts.ts";
import { WATCHDOG_REPEAT_SECONDS, WATCHDOG_SECONDS } from "../src/delivery/route-tree.ts";
import { yamlText } from "../src/rule-file.ts";
import { ALERTMANAGERS, Pager, startAlertmanager } from "./alertmanager.ts";

const FILE = join(import.meta.dirname, "../../../../alerts/alertmanager.yml");
const pool = { service: "money", environment: "prod", pool: "money" };
const page = { ...pool, severity: "page", role: "cause" };
const leak = { ...page, alertname: "PlimsollPoolLeak", cause: "leak" };
const pressure = { ...page, alertname: "PlimsollPoolPressure", cause: "unknown" };
const stalled = { ...page, alertname: "PlimsollPoolStalled", cause: "stalled" };
const failing = { ...page, alertname: "PlimsollPoolConnectFailing", cause: "connect_failure" };
const burn = {
  service: "money",
  environment: "prod",
  severity: "page",
  role: "symptom",
  cause: "http_errors",
  alertname: "PlimsollHttpErrorBudgetBurn",
};

// Most of the time passes in waiting for a group.
t.jobs = 6;

for (const amtool of ["amtool", "amtool-0.28"]) {
  const run = (...args: readonly string[]) => spawnSync(amtool, args, { encoding: "utf8" });
  const route = (labels: Readonly<Record<string, string>>) =>
    run(
      "config",
      "routes",
      "test",
      `--config.file=${FILE}`,
      ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
    ).stdout.trim();

  t.test(`${amtool} accepts the committed file and routes every alert by its severity`, (t) => {
    t.match(run("check-config", FILE), { status: 0, stdout: /SUCCESS/ });
    for (const { name, severity, role, cause } of ALERTS) {
      const expected = name === "PlimsollWatchdog" ? "watchdog" : severity;
      t.equal(route({ alertname: name, severity, role, cause, ...pool }), expected, name);
    }
    const vote = { alertname: "PlimsollPoolStalledVote", severity: "none", ...pool };
    t.equal(route(vote), "nobody");
    t.end();
  });

  t.test(`${amtool} routes a team's services to that team`, (t) => {
    for (const { name, severity, role, cause } of ALERTS) {
      if (name === "PlimsollWatchdog") continue;
      const labels = { alertname: name, severity, role, cause, ...pool, service: "ledger" };
      t.equal(route(labels), `payments-${severity}`, name);
    }
    t.equal(route({ ...leak, service: "ledger2" }), "page", "the whole name must match");
    t.end();
  });

  t.test(`${amtool} keeps other teams' alerts out of Plimsoll's receivers`, (t) => {
    t.equal(route({ alertname: "NodeDown", severity: "page" }), "default");
    t.equal(route({ alertname: "NodeDown", severity: "critical", service: "ledger" }), "default");
    t.equal(route({ alertname: "Watchdog", severity: "none" }), "default");
    t.end();
  });
}

for (const command of ALERTMANAGERS) {
  t.test(
    `${command}: a leak and the pressure that it makes are one page, of the leak`,
    async (t) => {
      const { pager, send } = await start(t, command);
      await send({ labels: pressure });
      await send({ labels: leak });
      await send({ labels: { ...pressure, pool: "reports" } });
      await pager.received(2);
      t.same(names(pager, "money"), [["PlimsollPoolLeak"]]);
      t.same(names(pager, "reports"), [["PlimsollPoolPressure"]], "another pool, another incident");
    },
  );

  t.test(`${command}: failing connects page once, and mute the stall that they make`, async (t) => {
    const { pager, send } = await start(t, command);
    await send({ labels: stalled });
    await send({ labels: failing });
    // A marker: what is sent after it would have come before it.
    await send({ labels: { ...stalled, pool: "reports" } });
    await pager.received(2);
    t.same(names(pager, "money"), [["PlimsollPoolConnectFailing"]]);
  });

  t.test(
    `${command}: causes mute only where service, environment and pool are the same`,
    async (t) => {
      const { pager, send } = await start(t, command);
      const { pool: _, ...withoutPool } = pressure;
      const { service: __, ...withoutService } = pressure;
      await send({ labels: leak });
      await send({ labels: { ...pressure, environment: "test" } });
      await send({ labels: { ...pressure, service: "billing" } });
      await send({ labels: withoutPool });
      await send({ labels: withoutService });
      await pager.received(5);
      t.equal(pager.notifications.length, 5);
      t.same(sent(pager), ["PlimsollPoolLeak", ...Array(4).fill("PlimsollPoolPressure")]);
    },
  );

  t.test(
    `${command}: blindness and futility are paged beside a cause, a symptom is not`,
    async (t) => {
      const { pager, send } = await start(t, command);
      const blind = { alertname: "PlimsollTelemetryMissing", role: "meta", cause: "telemetry" };
      const futile = { alertname: "PlimsollScaleOutFutile", cause: "scale_out" };
      await send({ labels: leak });
      await send({ labels: { ...page, ...blind } });
      await send({ labels: { ...page, ...futile } });
      await send({ labels: burn });
      await send({ labels: { ...burn, service: "billing" } });
      await pager.received(2);
      t.same(names(pager, "money"), [
        ["PlimsollPoolLeak", "PlimsollScaleOutFutile", "PlimsollTelemetryMissing"],
      ]);
      t.same(names(pager, "billing"), [["PlimsollHttpErrorBudgetBurn"]]);
    },
  );

  t.test(`${command}: a cause that is named after its symptom was paged comes next`, async (t) => {
    const { pager, send } = await start(t, command, ({ page }) => {
      // A minute in the file, and that would be this test's time.
      page.group_interval = "2s";
    });
    await send({ labels: stalled });
    await pager.received(1);
    await send({ labels: failing });
    await pager.received(2);
    t.same(names(pager, "money"), [["PlimsollPoolStalled"], ["PlimsollPoolConnectFailing"]]);
  });
}

t.test("the watchdog is sent at every interval of its group, and never as resolved", async (t) => {
  const { pager, send } = await start(t, "alertmanager", ({ watchdog, receivers }, url) => {
    // A fiftieth of what the file says: one minute, and a repetition that is due a little earlier.
    watchdog.group_interval = `${(WATCHDOG_SECONDS * 1000) / 50}ms`;
    watchdog.repeat_interval = `${(WATCHDOG_REPEAT_SECONDS * 1000) / 50}ms`;
    const webhook = { url: `${url}/beat`, send_resolved: false };
    receivers.find(({ name }) => name === "watchdog")!.webhook_configs = [webhook];
  });
  const watchdog = {
    alertname: "PlimsollWatchdog",
    severity: "ticket",
    role: "meta",
    cause: "none",
  };
  await send({ labels: watchdog });
  await pager.received(4);
  const [first, , , fourth] = pager.requests.map(({ at }) => at);
  const seconds = ((fourth ?? 0) - (first ?? 0)) / 1000;
  t.ok(seconds < 4 * 1.2, ` ${seconds} s: none of three was left out`);
  t.same(sent(pager), Array(4).fill("PlimsollWatchdog"));
});

interface Route {
  group_interval: string;
  repeat_interval: string;
  readonly routes: readonly Route[];
}

/** What a test may change in the file. */
interface Changeable {
  readonly watchdog: Route;
  readonly page: Route;
  readonly receivers: readonly { readonly name: string; webhook_configs: readonly object[] }[];
}

async function start(
  t: Test,
  command: (typeof ALERTMANAGERS)[number],
  change?: (config: Changeable, pagerUrl: string) => void,
) {
  const pager = new Pager();
  const address = await pager.start();
  t.teardown(() => pager.stop());
  let text = alertmanagerFileText(address);
  if (change) {
    const config = parse(text) as { route: Route } & Pick<Changeable, "receivers">;
    const [watchdog, , page] = config.route.routes[0]?.routes ?? [];
    if (!watchdog || !page) throw new Error(`alertmanager.yml: no such routes.\n${text}`);
    change({ watchdog, page, receivers: config.receivers }, address);
    text = yamlText(config);
  }
  const { send, stop } = await startAlertmanager(t.testdir(), text, command);
  t.teardown(stop);
  return { pager, send };
}

/** The names of the alerts in each notification about `service` or `pool`. */
function names(pager: Pager, where: string): readonly (readonly string[])[] {
  return pager.notifications
    .map((notification) => notification.alerts.map((alert) => alert.labels))
    .filter(([first]) => (first?.["pool"] ?? first?.["service"]) === where)
    .map((labels) => labels.map((label) => label["alertname"] ?? "").toSorted());
}

/** The names of all alerts in all notifications. */
function sent(pager: Pager): readonly string[] {
  return pager.notifications
    .flatMap(({ alerts }) => alerts.map(({ labels }) => labels["alertname"] ?? ""))
    .toSorted();
}
