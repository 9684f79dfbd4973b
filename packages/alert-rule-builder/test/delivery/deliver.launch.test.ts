import { readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { ALERTMANAGERS, Pager, type Request, startAlertmanager } from "../alertmanager.ts";
import { allReceivers } from "./all-receivers.ts";
import { phoneLines } from "./phone-screen.ts";
import { LEAK } from "./sample-alerts.ts";

const PAGE = join(import.meta.dirname, "../../../../../docs/alertmanager.md");

const TITLE = "PAGE leak: pool money of money (prod)";
const LINES = [
  "A connection pool leaks: connections are acquired and never released",
  "Holder: /transfers (2)",
  "Why: Leak suspects: 2 on the worst instance.",
  "DO: Restart this service's instances one by one: that returns the leaked connections.",
  "DO NOT: scale out. Do not restart the database.",
];
const { runbook_url: RUNBOOK, dashboard_url: DASHBOARD } = LEAK.annotations;
const SILENCE =
  "http://alerts.example/#/silences/new?filter=%7Balertname%3D%22PlimsollPoolLeak%22%2Cservice%3D%22money%22%2Cenvironment%3D%22prod%22%2Cpool%3D%22money%22%7D";
const WATCHDOG = { alertname: "PlimsollWatchdog", severity: "ticket", role: "meta", cause: "none" };

for (const command of ALERTMANAGERS) {
  const isOld = command === "alertmanager";

  t.test(`${command}: a leak reaches every receiver, word for word`, async (t) => {
    const { pager, send, log, secrets } = await start(t, isOld);
    await send({ ...LEAK }, { labels: WATCHDOG });
    // Page: Slack, PagerDuty, Opsgenie, and Teams and a webhook from 0.28 on. One heartbeat of each file.
    await pager.received(isOld ? 6 : 10);
    const { requests } = pager;

    t.match(body(requests, /slack-page/), {
      attachments: [
        {
          title: TITLE,
          title_link: DASHBOARD,
          color: "danger",
          fallback: TITLE,
          text: [
            ...LINES,
            `<${RUNBOOK}|Runbook> · <${DASHBOARD}|Dashboard> · <${SILENCE}|Silence>`,
          ].join("\n"),
        },
      ],
    });
    const incident = body(requests, /pagerduty/);
    t.match(incident, {
      routing_key: "SECRET-pagerduty-routing-key",
      event_action: "trigger",
      client: "Plimsoll",
      client_url: DASHBOARD,
      payload: {
        summary: TITLE,
        severity: "critical",
        class: "leak",
        component: "money",
        group: "money",
        custom_details: { firing: LINES.join("\n"), resolved: "" },
      },
    });
    t.same(incident["links"], [
      { href: RUNBOOK, text: "Runbook" },
      { href: DASHBOARD, text: "Dashboard" },
      { href: SILENCE, text: "Silence" },
    ]);
    t.match(body(requests, /opsgenie\/v2\/alerts/), {
      message: TITLE,
      description: LINES.join("\n"),
      priority: "P1",
      source: "Plimsoll",
      entity: "money",
      tags: ["plimsoll", "leak"],
      details: { runbook: RUNBOOK, dashboard: DASHBOARD, silence: SILENCE },
    });
    const beat = requests.find(({ path }) => path === "/opsgenie/v2/heartbeats/plimsoll/ping");
    t.equal(beat?.headers["authorization"], "GenieKey SECRET-opsgenie-api-key");
    if (!isOld) {
      const links = `[Runbook](${RUNBOOK}) · [Dashboard](${DASHBOARD}) · [Silence](${SILENCE})`;
      t.match(body(requests, /teams-page/), {
        attachments: [
          { content: { body: [{ text: TITLE }, { text: [...LINES, links].join("\n\n") }] } },
        ],
      });
      t.match(body(requests, /webhook-page/), { alerts: [{ ...LEAK, status: "firing" }] });
      t.equal(requests.filter(({ path }) => path.startsWith("/heartbeat-url/")).length, 4);
    }
    t.notOk(
      requests.some(({ path }) => path.includes("ticket")),
      "a page is no ticket",
    );
    for (const secret of secrets) {
      const bodies = requests
        .filter(({ path }) => !path.startsWith("/pagerduty"))
        .map(({ body }) => body);
      t.notMatch(bodies.join("\n"), secret);
      t.notMatch(log(), secret);
    }
  });

  t.test(`${command}: a receiver that does not answer is logged without its secret`, async (t) => {
    const { pager, send, log, secrets } = await start(t, isOld);
    pager.stop();
    await send({ ...LEAK });
    const kinds = ["slack", "pagerduty", "opsgenie", ...(isOld ? [] : ["msteamsv2", "webhook"])];
    await until(() => kinds.every((kind) => hasFailed(kind, log())));
    t.match(log(), /connection refused/);
    for (const secret of secrets) t.notMatch(log(), secret);
  });
}

t.test("what the phone shows of it is what docs/alertmanager.md says", (t) => {
  const lines = phoneLines([TITLE, ...LINES, "Runbook · Dashboard · Silence"].join("\n"));
  t.equal(lines.length, 12);
  t.match(readFileSync(PAGE, "utf8"), `\`\`\`\n${lines.join("\n")}\n\`\`\``);
  t.end();
});

async function start(t: Test, isOld: boolean) {
  const pager = new Pager();
  const address = await pager.start();
  t.teardown(() => pager.stop());
  const { folder, text, secrets } = allReceivers(t.testdir(), address, isOld);
  const { send, log, stop } = await startAlertmanager(
    folder,
    text,
    isOld ? "alertmanager" : "alertmanager-0.28",
  );
  t.teardown(stop);
  return { pager, send, log, secrets };
}

// 0.25 writes integration=slack[0], 0.28 page/slack[0].
function hasFailed(kind: string, log: string): boolean {
  return new RegExp(`integration=${kind}.*err=|err=.*page/${kind}`).test(log);
}

function body(requests: readonly Request[], path: RegExp): Readonly<Record<string, unknown>> {
  const found = requests.filter((request) => path.test(request.path));
  if (found.length !== 1) throw new Error(`${found.length} requests to ${path}`);
  return JSON.parse(found[0]?.body ?? "") as Record<string, unknown>;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
