import { diag, DiagLogLevel } from "@opentelemetry/api";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import t, { type Test } from "tap";
import { AlertmanagerChannel } from "../../src/fast-path/alertmanager-channel.ts";
import { targetOf } from "../../src/fast-path/alertmanager-client.ts";
import type { Stall, WatchedPool } from "../../src/fast-path/stall-watch.ts";
import { startAlertmanager, until } from "./alertmanager.ts";

const POOL: WatchedPool = {
  name: "money",
  isEnded: false,
  oldestWaiterSeconds: 12.3,
  grantedRequests: 7,
  counts: () => ({ used: 10, idle: 0, pending: 14, max: 10 }),
  verdict: () => undefined,
  snapshot: () => ({
    holders: [
      { route: "/accounts", parkedSeconds: null },
      { route: "/transfers", parkedSeconds: 12.1 },
      { route: "/transfers", parkedSeconds: 0 },
    ],
  }),
};
const STALLS: readonly Stall[] = [{ tracker: POOL, seconds: 12, cause: "stalled" }];
const LABELS = {
  alertname: "PlimsollPoolStalled",
  severity: "page",
  role: "cause",
  cause: "stalled",
  service: 'shop "eu"',
  environment: "prod",
  cluster: "eu",
  pool: "money",
};

t.test(
  "the only instance of a service pages, over a path prefix, with the rule's labels",
  async (t) => {
    const { url, notifications } = await startAlertmanager(t);
    await instances(t, url, 1)[0]!.channel.offer(STALLS);
    await until(() => notifications.length > 0);
    t.match(notifications, [{ alerts: [{ status: "firing", labels: LABELS }] }]);
    t.same(
      Object.keys(notifications[0]!.alerts[0]!.labels).toSorted(),
      Object.keys(LABELS).toSorted(),
    );
    t.match(
      notifications[0]!.alerts[0]!.annotations["evidence"],
      /10 of 10 connections are used .* Route that holds most connections: \/transfers \(2\)\. No query is in flight in 2 of 3: near all, the app holds /,
    );
  },
);

t.test(
  "one stalled instance of ten pages nobody, and with a second one there is one page",
  async (t) => {
    const { url, notifications } = await startAlertmanager(t);
    const [first, second, third] = instances(t, url, 10);
    const tell = async ({ channel, clock }: Instance): Promise<void> => {
      clock.now += 10;
      await channel.offer(STALLS);
    };
    // Past the random delay, and again.
    await first!.channel.offer(STALLS);
    for (let round = 0; round < 3; round += 1) await tell(first!);
    t.same(await alertNames(url), ["PlimsollPoolStalledVote"]);
    await second!.channel.offer(STALLS);
    await tell(second!);
    t.same((await alertNames(url)).toSorted(), [
      "PlimsollPoolStalled",
      "PlimsollPoolStalledVote",
      "PlimsollPoolStalledVote",
    ]);
    await third!.channel.offer(STALLS);
    await tell(third!);
    t.equal((await alertNames(url)).length, 3, "the third finds the page, and says nothing");
    await until(() => notifications.length > 0);
    // Pages wait for 7 s in Alertmanager, tickets and votes that went astray for 30 s.
    t.equal(notifications.length, 1);
    t.match(notifications[0], { alerts: [{ labels: LABELS }] });
    t.equal(notifications[0]?.alerts.length, 1);
    t.equal(await receiversOfVotes(url), "nobody");
  },
);

t.test(
  "a failure is one warning without credentials, and the next attempts wait longer",
  async (t) => {
    const lines: string[] = [];
    diag.setLogger(
      { ...console, verbose: () => {}, warn: (line: string) => void lines.push(line) },
      DiagLogLevel.WARN,
    );
    t.teardown(() => diag.disable());
    let requests = 0;
    const server = createServer((request, response) => {
      if (request.method === "POST") requests += 1;
      t.equal(
        request.headers.authorization,
        `Basic ${Buffer.from("am:hunter2").toString("base64")}`,
      );
      response.writeHead(503).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.teardown(() => server.close());
    const { port } = server.address() as AddressInfo;
    const [only] = instances(t, `http://am:hunter2@127.0.0.1:${port}/`, 1);
    for (let second = 0; second < 100; second += 1) {
      only!.clock.now += 1;
      await only!.channel.offer(STALLS);
    }
    t.equal(requests, 4, "after 1, 11, 31 and 71 s");
    t.same(lines, [
      `plimsoll: Alertmanager at http://127.0.0.1:${port} could not be told of a stalled pool: status 503. The rules page all the same, later. See docs/fast-path.md.`,
    ]);
  },
);

t.test(
  "a page is posted every 30 s while the stall lasts, by the clock of Alertmanager",
  async (t) => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        if (request.method === "POST") bodies.push(body);
        // A clock that is ten minutes ahead of ours.
        response.setHeader("date", new Date(Date.now() + 600_000).toUTCString());
        response.end();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.teardown(() => server.close());
    const [only] = instances(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
    const run = async (seconds: number, stalls: readonly Stall[]): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        only!.clock.now += 1;
        await only!.channel.offer(stalls);
      }
    };
    await run(75, STALLS);
    await run(75, []);
    t.equal(bodies.length, 3, "after 1, 31 and 61 s");
    const [alert] = JSON.parse(bodies[0]!) as [{ startsAt: string; endsAt: string }];
    const seconds = (Date.parse(alert.endsAt) - Date.now()) / 1000;
    t.ok(seconds > 690 && seconds <= 721, "120 s from now, by Alertmanager's clock");
    t.equal(Date.parse(alert.endsAt) - Date.parse(alert.startsAt), 132_000);
  },
);

interface Instance {
  readonly channel: AlertmanagerChannel;
  readonly clock: { now: number };
}

function instances(t: Test, url: string, count: number): Instance[] {
  return Array.from({ length: count }, (_, index) => {
    const clock = { now: 1000 };
    const { service, environment, cluster } = LABELS;
    const channel = new AlertmanagerChannel({
      target: targetOf(new URL(url), undefined),
      poster: { labels: { service, environment, cluster }, instance: `host:${index}` },
      instances: count,
      clock: () => clock.now,
    });
    t.teardown(() => channel.stop());
    return { channel, clock };
  });
}

async function alertNames(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/v2/alerts`);
  const alerts = (await answer.json()) as { labels: { alertname: string } }[];
  return alerts.map(({ labels }) => labels.alertname);
}

interface Group {
  readonly receiver: { readonly name: string };
  readonly alerts: readonly { readonly labels: { readonly alertname: string } }[];
}

async function receiversOfVotes(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v2/alerts/groups`);
  const groups = (await answer.json()) as Group[];
  return groups
    .filter(({ alerts }) =>
      alerts.some(({ labels }) => labels.alertname === "PlimsollPoolStalledVote"),
    )
    .map(({ receiver }) => receiver.name)
    .join();
}
