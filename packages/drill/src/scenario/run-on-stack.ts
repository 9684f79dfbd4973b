import { setTimeout as delay } from "node:timers/promises";
import { QUERIES, type QueryKey } from "../prometheus/drill-queries.ts";
import {
  type PrometheusClient,
  prometheusClient,
  type Series,
} from "../prometheus/prometheus-client.ts";
import { type Recording, type Score, scoreRun } from "../score/score.ts";
import { type Load, startLoad } from "../stack/load.ts";
import type { RunFolder } from "../stack/run-folder.ts";
import type { Stack } from "../stack/stack.ts";
import { switchFault } from "../stack/switch-fault.ts";
import { chooseSlowRequests } from "../traces/slow-request.ts";
import { awaitFirstRequest, createObserver, type Observer } from "./observe.ts";
import type { RunRecord } from "./run-record.ts";
import type { Scenario } from "./scenario.ts";
import type { RunStatus } from "./status.ts";
import { readVersions } from "./tool-versions.ts";

/** Told while a scenario runs. */
export interface RunListener {
  readonly onStatus: (status: RunStatus) => void;
  /** A phase begins; `at` in Unix seconds. */
  readonly onPhase: (phase: RunStatus["phase"] | "collect", at: number) => void;
}

const MARGIN_SECONDS = 60; // k6 must not end before we end it.
const STEP_SECONDS = 1;

/** Puts the scenario's load on a stack, breaks it, follows it to the end, and judges it. The load has ended afterwards, the stack runs. */
export async function runOnStack(
  scenario: Scenario,
  stack: Stack,
  folder: RunFolder,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunRecord> {
  const startedAt = now();
  const prometheus = prometheusClient(stack.urls.prometheus, signal);
  const load = await startLoad(stack.processes, folder, {
    baseUrl: stack.urls.app,
    prometheusUrl: stack.urls.prometheus,
    rate: scenario.rate,
    seconds: scenario.warmUpSeconds + scenario.watchSeconds + MARGIN_SECONDS,
  });
  const observer = createObserver(stack, load, prometheus, listener.onStatus, signal);
  await awaitFirstRequest(observer, load, signal);
  const loadStartedAt = now();
  const faultAt = await runPhases(scenario, stack, observer, listener, signal);
  const loadEndedAt = await endLoad(scenario, stack, load, observer, signal);
  listener.onPhase("collect", loadEndedAt);
  const pages = observer.pages().filter(({ at }) => at <= loadEndedAt);
  const score = judge(scenario, { startedAt, faultAt, pages, userErrors: observer.errors() });
  const series = await readSeries(prometheus, loadStartedAt, loadEndedAt);
  // After the series: by then Money has sent what it had when the load ended.
  const traces = stack.traces.traces();
  const { firstUserErrorAt } = score.incident;
  return {
    scenario,
    score,
    pages,
    errors: observer.errors(),
    requests: observer.requests(),
    loadStartedAt,
    loadEndedAt,
    series,
    slowRequests: chooseSlowRequests(traces, faultAt ?? loadStartedAt, firstUserErrorAt),
    versions: await readVersions(stack.urls, prometheus),
  };
}

function judge(
  { name, kind, expectedCause, expectedRoute }: Scenario,
  seen: Pick<Recording, "startedAt" | "faultAt" | "pages" | "userErrors">,
): Score {
  return scoreRun({ scenario: name, kind, expectedCause, expectedRoute, ...seen });
}

/** Answers with the moment at which the fault was switched on. */
async function runPhases(
  scenario: Scenario,
  stack: Stack,
  observer: Observer,
  listener: RunListener,
  signal: AbortSignal,
): Promise<number | null> {
  const { fault, warmUpSeconds, watchSeconds, aftermathSeconds } = scenario;
  listener.onPhase("warm-up", now());
  const warmUp = { name: "warm-up", seconds: warmUpSeconds, isTimed: true } as const;
  await observer.follow(warmUp, () => false);
  const faultAt = now();
  if (fault === null) {
    listener.onPhase("watch", faultAt);
    const watch = { name: "watch", seconds: watchSeconds, isTimed: true } as const;
    await observer.follow(watch, () => false);
    return null;
  }
  await switchFault(stack.urls.app, fault, signal);
  listener.onPhase("fault", faultAt);
  const isOver = (): boolean => {
    const pageAt = observer.pages()[0]?.at;
    const errorAt = observer.errors()[0]?.at;
    if (pageAt === undefined || errorAt === undefined) return false;
    return now() >= Math.max(pageAt, errorAt) + aftermathSeconds;
  };
  await observer.follow({ name: "fault", seconds: watchSeconds, isTimed: false }, isOver);
  return faultAt;
}

/** Answers with the moment at which the load ended. */
async function endLoad(
  { fault }: Scenario,
  stack: Stack,
  load: Load,
  observer: Observer,
  signal: AbortSignal,
): Promise<number> {
  const endedAt = now();
  await stack.processes.stop(load.child);
  if (fault !== null) await switchFault(stack.urls.app, {}, signal);
  await observer.update();
  return endedAt;
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
