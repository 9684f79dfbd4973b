import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t, { type Test } from "tap";
import { alertmanagerFileText } from "../src/alertmanager-file.ts";
import { Pager, startAlertmanager } from "./alertmanager.ts";

const FILE = join(import.meta.dirname, "../../../../alerts/alertmanager.yml");
const pool = { service: "money", environment: "prod", pool: "money" };
const page = { ...pool, severity: "page", role: "cause" };
const leak = { ...page, alertname: "PlimsollPoolLeak", cause: "leak" };
const pressure = { ...page, alertname: "PlimsollPoolPressure", cause: "unknown" };

t.test("amtool accepts the committed file and routes pages and tickets", (t) => {
  t.match(amtool("check-config", FILE), { status: 0, stdout: /SUCCESS/ });
  const route = (...labels: readonly string[]) =>
    amtool("config", "routes", "test", `--config.file=${FILE}`, ...labels).stdout.trim();
  t.equal(route("severity=page", "service=money", "pool=money"), "page");
  t.equal(route("severity=page", "role=meta"), "page");
  t.equal(route("severity=ticket", "service=money", "pool=money"), "ticket");
  t.equal(route("alertname=PlimsollWatchdog", "severity=ticket", "role=meta"), "watchdog");
  t.equal(route("alertname=PlimsollPoolStalledVote", "severity=none", "pool=money"), "nobody");
  t.end();
});

t.test(
  "a leak and the pressure that it makes are one notification, of the leak alone",
  async (t) => {
    const { pager, send } = await start(t);
    await send(pressure);
    await send(leak);
    await send({ ...pressure, pool: "reports" });
    await pager.received(2);
    t.same(names(pager, "money"), [["PlimsollPoolLeak"]]);
    t.same(names(pager, "reports"), [["PlimsollPoolPressure"]], "another pool is another incident");
  },
);

t.test("a page that says we are blind is sent beside a cause, and a symptom is not", async (t) => {
  const { pager, send } = await start(t);
  await send(leak);
  await send({ ...page, alertname: "TelemetryMissing", role: "meta", cause: "unknown" });
  await send({
    service: "money",
    environment: "prod",
    severity: "page",
    role: "symptom",
    alertname: "Burn",
  });
  await send({ service: "billing", severity: "page", role: "symptom", alertname: "Burn" });
  await pager.received(2);
  t.same(names(pager, "money"), [["PlimsollPoolLeak", "TelemetryMissing"]]);
  t.same(names(pager, "billing"), [["Burn"]], "another service's symptom is not muted");
});

async function start(t: Test) {
  const pager = new Pager();
  const address = await pager.start();
  t.teardown(() => pager.stop());
  const { url, stop } = await startAlertmanager(t.testdir(), alertmanagerFileText(address));
  t.teardown(stop);
  const send = async (labels: Record<string, string>): Promise<void> => {
    const answer = await fetch(`${url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels }]),
    });
    t.equal(answer.status, 200);
  };
  return { pager, send };
}

/** The names of the alerts in each notification about `service` or `pool`. */
function names(pager: Pager, where: string): readonly (readonly string[])[] {
  return pager.notifications
    .map((notification) => notification.alerts.map((alert) => alert.labels))
    .filter(([first]) => (first?.["pool"] ?? first?.["service"]) === where)
    .map((labels) => labels.map((label) => label["alertname"] ?? "").toSorted());
}

function amtool(...args: readonly string[]) {
  return spawnSync("amtool", args, { encoding: "utf8" });
}
