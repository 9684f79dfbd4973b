import t from "tap";
import type { PrometheusClient } from "../../src/prometheus/prometheus-client.ts";
import { awaitFirstRequest, createObserver, type Observer } from "../../src/scenario/observe.ts";
import type { RunStatus } from "../../src/scenario/status.ts";
import type { ReceivedNotification } from "../../src/score/received-page.ts";
import type { UserRequest } from "../../src/score/user-request.ts";
import type { Load } from "../../src/stack/load.ts";
import type { Stack } from "../../src/stack/stack.ts";
import { fakeStack } from "../fake-stack.ts";
import { page } from "../score/pages.ts";

const NEVER = new AbortController().signal;
const AT = 1_795_470_050;

const GOOD: UserRequest = {
  name: "GET /accounts",
  endedAt: AT,
  durationSeconds: 0.1,
  status: 200,
};
const FAILED: UserRequest = { ...GOOD, endedAt: AT + 1, status: 503 };

/** Its pool is never known. */
const SILENT = { now: () => Promise.reject(new Error("down")) } as Partial<PrometheusClient>;

interface Run {
  readonly observer: Observer;
  readonly load: Load;
  readonly stack: Stack;
  /** What the load has seen since it was last asked. */
  readonly requests: UserRequest[];
  readonly notifications: ReceivedNotification[];
  readonly told: RunStatus[];
}

function observe(signal: AbortSignal = NEVER, onStatus: () => void = () => {}): Run {
  const requests: UserRequest[] = [];
  const notifications: ReceivedNotification[] = [];
  const told: RunStatus[] = [];
  const load = {
    name: "money",
    child: { lastOutput: () => "Its last lines: none" },
    newRequests: async () => requests.splice(0),
  } as unknown as Load;
  const stack = {
    ...fakeStack(0).stack,
    loads: [load],
    pager: { notifications },
  } as unknown as Stack;
  const listen = (status: RunStatus): void => {
    told.push(status);
    onStatus();
  };
  const observer = createObserver(stack, SILENT as PrometheusClient, listen, signal);
  return { observer, load, stack, requests, notifications, told };
}

const notify = (at: number): ReceivedNotification => ({ at, alerts: [page(at).alert] });

t.test("an observer takes in the requests of every load, and judges them", async (t) => {
  const { observer, requests } = observe();
  requests.push(GOOD);
  await observer.update();
  requests.push(FAILED);
  await observer.update();
  t.same(observer.requests(), [GOOD, FAILED]);
  t.match(observer.errors(), [{ at: AT + 1, reason: "failed" }]);
  t.equal(observer.harmAt(AT), AT + 1);
  t.equal(observer.harmAt(AT + 2), null);
});

t.test("who holds connections is asked once, at the first page", async (t) => {
  const { observer, stack, notifications } = observe();
  let asked = 0;
  const url = "http://127.0.0.1:1";
  stack.fleet.instances = () => [{ name: `money-${++asked}`, url, metricsUrl: "" }];
  await observer.update();
  t.same([asked, observer.holders()], [0, []]);
  notifications.push(notify(AT));
  await observer.update();
  notifications.push(notify(AT + 60));
  await observer.update();
  t.equal(asked, 1);
  t.match(observer.holders(), [{ instance: "money-1", text: /^no answer/ }]);
});

t.test("a phase ends with its time, and is told until then", async (t) => {
  const { observer, requests, notifications, told } = observe();
  requests.push(FAILED);
  notifications.push(notify(AT));
  const startedAt = performance.now();
  await observer.follow({ name: "watch", seconds: 0.05, isTimed: true }, () => false);
  t.ok(performance.now() - startedAt >= 49);
  t.match(told[0], { phase: "watch", ofSeconds: 0.05, userErrors: 1, pages: 1, used: null });
  t.ok(told.every(({ seconds }) => seconds < 0.05));
});

t.test("a phase that what happens ends has no time that could be told", async (t) => {
  const { observer, told } = observe();
  const phase = { name: "fault", seconds: 0.01, isTimed: false } as const;
  await observer.follow(phase, () => false);
  t.match(told[0], { phase: "fault", ofSeconds: null });
  const before = told.length;
  await observer.follow({ ...phase, seconds: 600 }, () => true);
  t.equal(told.length, before, "one that is over already is not told");
});

t.test("what came until the end of a phase is taken in", async (t) => {
  const { observer, requests } = observe();
  requests.push(GOOD);
  await observer.follow({ name: "fault", seconds: 600, isTimed: false }, () => true);
  t.same(observer.requests(), [GOOD]);
});

t.test("an aborted run is followed no further", async (t) => {
  const abort = new AbortController();
  const { observer } = observe(abort.signal, () => abort.abort());
  const phase = { name: "watch", seconds: 600, isTimed: true } as const;
  await t.rejects(
    observer.follow(phase, () => false),
    { name: "AbortError" },
  );
});

t.test("the first request is waited for", async (t) => {
  const { observer, load, requests } = observe();
  const first = awaitFirstRequest(observer, load, NEVER);
  requests.push(GOOD);
  await first;
  t.same(observer.requests(), [GOOD]);
});

t.test("a load that sends nothing is an error with its last lines", async (t) => {
  const { observer, load } = observe();
  await t.rejects(awaitFirstRequest(observer, load, NEVER, 0.01), {
    code: "PLIMSOLL_START_FAILED",
    message: "k6: no request within 0.01 s. Its last lines: none",
  });
});
