import { setTimeout as delay } from "node:timers/promises";
import { QUERIES, type QueryKey } from "../prometheus/drill-queries.ts";
import type { PastHour } from "../prometheus/past-blocks.ts";
import {
  type PrometheusClient,
  prometheusClient,
  type Series,
} from "../prometheus/prometheus-client.ts";
import { resolvedAt } from "../score/resolved.ts";
import { type Recording, scoreRun } from "../score/score.ts";
import type { Load } from "../stack/load.ts";
import type { Stack } from "../stack/stack.ts";
import { chooseSlowRequests } from "../traces/slow-request.ts";
import { watchMachine } from "./machine-watch.ts";
import { awaitFirstRequest, createObserver, type Observer } from "./observe.ts";
import { PAST_SETTLE_SECONDS, writePastHour } from "./past-hour.ts";
import type { RunRecord } from "./run-record.ts";
import type { End, Scenario } from "./scenario.ts";
import type { RunStatus } from "./status.ts";
import { readVersions } from "./tool-versions.ts";

/** Told while a scenario runs. */
export interface RunListener {
  readonly onStatus: (status: RunStatus) => void;
  /** A phase begins; `at` in Unix seconds. */
  readonly onPhase: (phase: RunStatus["phase"] | "collect", at: number) => void;
}

const MARGIN_SECONDS = 120; // k6 must not end before we end it.
const STEP_SECONDS = 1;

interface Run {
  readonly scenario: Scenario;
  readonly stack: Stack;
  readonly prometheus: PrometheusClient;
  readonly observer: Observer;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}

type Times = Pick<Recording, "faultAt" | "healedAt" | "resolvedAt">;

/** Puts the scenario's load on a stack, breaks it, follows it to the end, and judges it. The loads have ended afterwards, the stack runs. */
export async function runOnStack(
  scenario: Scenario,
  stack: Stack,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunRecord> {
  const startedAt = now();
  const prometheus = prometheusClient(stack.urls.prometheus, signal);
  const machine = watchMachine();
  try {
    const load = await startLoads(scenario, stack);
    const observer = createObserver(stack, prometheus, listener.onStatus, signal);
    await awaitFirstRequest(observer, load, signal);
    const loadStartedAt = now();
    const run = { scenario, stack, prometheus, observer, listener, signal };
    const past = await warmUp(run, startedAt);
    const times = await runFault(run);
    const loadEndedAt = now();
    const stalls = machine.stalls().filter(({ at }) => at >= loadStartedAt);
    for (const { child } of stack.loads) await stack.processes.stop(child);
    await observer.update();
    listener.onPhase("collect", loadEndedAt);
    return await collect(run, { ...times, stalls, startedAt, loadStartedAt, loadEndedAt, past });
  } finally {
    machine.stop();
  }
}

type Course = Times &
  Pick<Recording, "startedAt" | "stalls"> &
  Pick<RunRecord, "loadStartedAt" | "loadEndedAt" | "past">;

async function collect(
  { scenario, stack, prometheus, observer }: Run,
  course: Course,
): Promise<RunRecord> {
  const { loadStartedAt, loadEndedAt, past, ...times } = course;
  const pages = observer.pages().filter(({ at }) => at <= loadEndedAt);
  const tickets = ticketsOf(stack);
  const requests = observer.requests();
  const incident = scoreRun({ ...judged(scenario), ...times, pages, tickets, requests });
  const series = await readSeries(prometheus, loadStartedAt, loadEndedAt);
  // After the series: by then Money has sent what it had when the load ended.
  const traces = stack.traces.traces();
  const { firstUserErrorAt, faultAt } = incident;
  return {
    scenario,
    incident,
    pages,
    errors: observer.errors(),
    requests: requests.length,
    loadStartedAt,
    loadEndedAt,
    past,
    series,
    holders: observer.holders(),
    slowRequests: chooseSlowRequests(traces, faultAt ?? loadStartedAt, firstUserErrorAt),
    versions: await readVersions(stack.urls, prometheus),
  };
}

/** Answers with the steady one. */
async function startLoads(scenario: Scenario, stack: Stack): Promise<Load> {
  const { loads, warmUpSeconds, watchSeconds, resolveSeconds } = scenario;
  const seconds = warmUpSeconds + watchSeconds + resolveSeconds + MARGIN_SECONDS;
  const [steady, ...more] = loads;
  const load = await stack.addLoad({ seconds, ...steady });
  for (const one of more) await stack.addLoad({ seconds, ...one });
  return load;
}

function judged(
  scenario: Scenario,
): Omit<Recording, keyof Times | "startedAt" | "stalls" | "pages" | "tickets" | "requests"> {
  const { name, kind, onset, expectedCauses, expectedRoute, expectedTicket } = scenario;
  return { scenario: name, kind, onset, expectedCauses, expectedRoute, expectedTicket };
}

function ticketsOf({ pager }: Stack): { at: number; alert: string }[] {
  return pager.tickets.flatMap(({ at, alerts }) =>
    alerts
      .filter(({ status }) => status === "firing")
      .map(({ labels }) => ({ at, alert: labels["alertname"] ?? "" })),
  );
}

async function warmUp(run: Run, startedAt: number): Promise<PastHour | null> {
  const { scenario, stack, prometheus, observer, listener } = run;
  listener.onPhase("warm-up", now());
  const follow = (seconds: number): Promise<void> =>
    observer.follow({ name: "warm-up", seconds, isTimed: true }, () => false);
  await follow(scenario.warmUpSeconds);
  if (!scenario.hasPast) return null;
  const past = await writePastHour(stack, prometheus, startedAt);
  await follow(PAST_SETTLE_SECONDS);
  return past;
}

async function runFault(run: Run): Promise<Times> {
  const { scenario, stack, observer, listener, signal } = run;
  const at = now();
  listener.onPhase(scenario.kind === "fault" ? "fault" : "watch", at);
  const end = await scenario.begin?.(stack, signal);
  if (scenario.kind === "control") {
    const watch = { name: "watch", seconds: scenario.watchSeconds, isTimed: true } as const;
    await observer.follow(watch, () => false);
    await end?.();
    return { faultAt: null, healedAt: null, resolvedAt: null };
  }
  await followFault(run, at);
  return { faultAt: at, ...(await heal(run, end)) };
}

async function followFault({ scenario, observer }: Run, faultAt: number): Promise<void> {
  const isOver = (): boolean => {
    const pageAt = observer.pages()[0]?.at;
    const harmAt = observer.harmAt(faultAt);
    if (pageAt === undefined || harmAt === null) return false;
    return now() >= Math.max(pageAt, harmAt) + scenario.aftermathSeconds;
  };
  await observer.follow({ name: "fault", seconds: scenario.watchSeconds, isTimed: false }, isOver);
}

async function heal(run: Run, end: End | undefined): Promise<Omit<Times, "faultAt">> {
  const { scenario, stack, observer, listener } = run;
  await end?.();
  if (scenario.resolveSeconds === 0) return { healedAt: null, resolvedAt: null };
  const healedAt = now();
  listener.onPhase("resolve", healedAt);
  const phase = { name: "resolve", seconds: scenario.resolveSeconds, isTimed: false } as const;
  await observer.follow(phase, () => resolvedAt(stack.pager.notifications) !== null);
  return { healedAt, resolvedAt: resolvedAt(stack.pager.notifications) };
}

async function readSeries(
  prometheus: PrometheusClient,
  from: number,
  to: number,
): Promise<Record<QueryKey, Series[]>> {
  // Prometheus answers for whole seconds; the last samples of k6 are there by then.
  await delay(STEP_SECONDS * 1000);
  const entries = await Promise.all(
    Object.entries(QUERIES).map(async ([key, expression]) => {
      const found = await prometheus.range(
        expression,
        Math.floor(from),
        Math.ceil(to),
        STEP_SECONDS,
      );
      return [key, found] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<QueryKey, Series[]>;
}

function now(): number {
  return Date.now() / 1000;
}
