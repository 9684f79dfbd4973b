import t from "tap";
import { poolLeak } from "../../src/alerts/pool-leak.ts";
import { PHONE_SCREEN } from "../../src/delivery/phone-template.ts";
import { assertPage } from "../promtool.ts";
import { HEALTHY, leakEvery } from "../scenarios.ts";
import { render } from "./amtool-render.ts";
import { phoneLines } from "./phone-screen.ts";
import { ALERT_COUNT, LEAK, sampleAlerts } from "./sample-alerts.ts";

const folder = t.testdir();
const alert = (labels: Readonly<Record<string, string>>) => ({
  labels: { ...LEAK.labels, ...labels },
  annotations: LEAK.annotations,
});

t.test("the leak that is sent here is what the rule says, byte for byte", (t) => {
  const { description = "", evidence = "", do_first = "" } = LEAK.annotations;
  const leaked = leakEvery(12, 60);
  const pool = { ...HEALTHY, leaked, leakRoute: "/transfers", environment: "prod" };
  const run = { pools: [pool], seconds: 300 };
  t.doesNotThrow(() => assertPage(run, poolLeak, 105, { description, evidence, do_first }));
  t.equal(LEAK.annotations["summary"], poolLeak.summary);
  t.equal(LEAK.annotations["do_not"], poolLeak.doNot);
  t.end();
});

function leakShown(command: string, name: string): string {
  return render(folder, name, [LEAK], { command });
}

for (const command of ["amtool", "amtool-0.28"]) {
  t.test(`${command}: a leak says what, who holds, why, what to do and what not`, (t) => {
    t.equal(leakShown(command, "plimsoll.title"), "PAGE leak: pool money of money (prod)");
    t.equal(
      leakShown(command, "plimsoll.text"),
      `A connection pool leaks: connections are acquired and never released
Holder: /transfers (2)
Why: Leak suspects: 2 on the worst instance.
DO: Restart this service's instances one by one: that returns the leaked connections.
DO NOT: scale out. Do not restart the database.`,
    );
    t.equal(
      leakShown(command, "plimsoll.silence"),
      "http://alerts.example/#/silences/new?filter=%7Balertname%3D%22PlimsollPoolLeak%22%2Cservice%3D%22money%22%2Cenvironment%3D%22prod%22%2Cpool%3D%22money%22%7D",
    );
    t.equal(leakShown(command, "plimsoll.runbook"), LEAK.annotations["runbook_url"]);
    t.equal(leakShown(command, "plimsoll.dashboard"), LEAK.annotations["dashboard_url"]);
    t.end();
  });
}

t.test("every alert fits the screen, and its first two lines say what and cause", (t) => {
  // Short numbers and long ones: where a text is cut depends on them.
  const samples = ["9", "12.35"].flatMap((value) => sampleAlerts(value));
  t.equal(samples.length, 2 * ALERT_COUNT);
  for (const sample of samples) {
    const name = sample.labels["alertname"] ?? "";
    const title = render(folder, "plimsoll.title", [sample]);
    const text = render(folder, "plimsoll.text", [sample]);
    const also = {
      ...sample,
      labels: { ...sample.labels, alertname: "PlimsollScaleOutFutile", cause: "z" },
    };
    const both = render(folder, "plimsoll.text", [sample, also]);
    const lines = phoneLines(`${title}\n${text}\nRunbook · Dashboard · Silence`);
    t.ok(lines.length <= PHONE_SCREEN.lines, `${name}: ${lines.length} lines\n${lines.join("\n")}`);
    t.ok(phoneLines(title).length <= 2, title);
    t.match(both, /\nAlso: PlimsollScaleOutFutile$/);
    t.match(text, sample.annotations["summary"] ?? "?");
    t.match(text, /\nWhy: [^\n]+\nDO: [^\n]+\nDO NOT: [^\n]+$/, name);
    t.notMatch(text, /\{\{|\(\/|\.\.|: \./, `${name}: no crumbs`);
    const holds = /\broute\b.*: \/accounts/i.test(sample.annotations["evidence"] ?? "");
    t.equal(/^Holder: \/accounts/m.test(text), holds, `${name}: who holds`);
  }
  t.end();
});

t.test("of several alerts the one to blame most speaks, whatever their order", (t) => {
  const stalled = alert({ alertname: "PlimsollPoolStalled", cause: "stalled" });
  const failing = alert({ alertname: "PlimsollPoolConnectFailing", cause: "connect_failure" });
  const blind = alert({ alertname: "PlimsollTelemetryMissing", role: "meta", cause: "telemetry" });
  for (const order of [
    [blind, stalled, failing],
    [failing, blind, stalled],
  ]) {
    t.equal(
      render(folder, "plimsoll.title", order),
      "PAGE connect failure +2: pool money of money (prod)",
    );
    const text = render(folder, "plimsoll.text", order);
    t.match(text, /\nAlso: Plimsoll\w+, Plimsoll\w+$/);
    t.notMatch(text, /Also: .*ConnectFailing/);
  }
  t.match(render(folder, "plimsoll.title", [blind, stalled]), /^PAGE stalled \+1/);
  t.end();
});

t.test("what has ended says so and asks for nothing", (t) => {
  const ended = { status: "resolved" };
  t.equal(
    render(folder, "plimsoll.title", [LEAK], ended),
    "RESOLVED leak: pool money of money (prod)",
  );
  t.equal(
    render(folder, "plimsoll.text", [LEAK], ended),
    "A connection pool leaks: connections are acquired and never released\nIt has ended. Nothing to do now.",
  );
  t.end();
});

t.test("missing labels and annotations leave no gap, whoever's alert it is", (t) => {
  const title = (labels: Record<string, string>) => render(folder, "plimsoll.title", [{ labels }]);
  t.equal(title({ alertname: "NodeDown" }), "ALERT NodeDown: NodeDown");
  t.equal(title({}), "ALERT without a name: ");
  t.equal(title({ alertname: "A", cause: "unknown", pool: "p" }), "ALERT cause unknown: pool p");
  t.equal(title({ cause: "lock_wait", service: "s" }), "ALERT lock wait: s");
  const server = { server_address: "db", server_port: "5432", severity: "ticket", cause: "x" };
  t.equal(title(server), "TICKET x: server db:5432");
  const text = render(folder, "plimsoll.slack", [{ labels: { alertname: "NodeDown" } }]);
  t.equal(
    text,
    "No summary, alert: NodeDown\n<http://alerts.example/#/silences/new?filter=%7Balertname%3D%22NodeDown%22%7D|Silence>",
  );
  t.end();
});

t.test("a route cannot make itself a mention or a link in Slack", (t) => {
  const evidence =
    "Used: 1 of 2; route that holds most connections: <!channel> & <http://x|y> (1).";
  const text = render(folder, "plimsoll.slack", [{ ...LEAK, annotations: { evidence } }]);
  t.match(text, "Holder: &lt;!channel&gt; &amp; &lt;http:");
  t.notMatch(text, "<!channel>");
  t.end();
});

t.test("long texts and long words are cut, with a mark", (t) => {
  const word = "x".repeat(500);
  const annotations = { summary: word, evidence: word, do_first: `Do ${word}`, do_not: word };
  const text = render(folder, "plimsoll.text", [{ ...LEAK, annotations }]);
  t.ok(phoneLines(text).length <= PHONE_SCREEN.lines - 2, text);
  t.equal(text.match(/…/g)?.length, 4);
  t.end();
});
