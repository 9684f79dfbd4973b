import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freezeDatabase } from "../fault/freeze-database.ts";
import { type Pager, startPager } from "../pager/pager-server.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { startAlertmanager } from "../stack/alertmanager.ts";
import { startDatabase } from "../stack/database.ts";
import { freePorts } from "../stack/free-ports.ts";
import { startLoad } from "../stack/load.ts";
import { startMoney } from "../stack/money.ts";
import type { Processes } from "../stack/processes.ts";
import { startPrometheus } from "../stack/prometheus.ts";
import type { RunFolder } from "../stack/run-folder.ts";

/** What the fault did, as two pagers had it. */
export interface Comparison {
  /** Unix seconds: the database was stopped, and went on. */
  readonly faultAt: number;
  readonly endedAt: number;
  /** Its Alertmanager hears of the stall from Money and from Prometheus. */
  readonly withFastPath: Outcome;
  /** Its Alertmanager hears of it from the same Prometheus alone. */
  readonly rulesAlone: Outcome;
}

/** Told what happens; for the terminal. */
export type Tell = (line: string) => void;

const RATE = 20;

/** Over the 30 s in which a pool may still be starting. */
const WARM_UP_SECONDS = 50;

/** The rule must have paged by then. */
const PAGED_SECONDS = 120;

/** Long enough for the rule to fire after the fast path has paged, and for a second page to come after Alertmanager's group interval of 1 min. */
const FROZEN_SECONDS = 130;

/** The rule keeps firing for 2 min, Alertmanager tells each minute. */
const RESOLVED_SECONDS = 330;

/** More than Alertmanager's group interval: a second end would have come. */
const AFTERMATH_SECONDS = 65;

const TICK_MS = 500;

/**
 * Freezes the database under load once, and measures when each of two Alertmanagers pages.
 * @param scrapeSeconds how often Prometheus scrapes and evaluates; the rule file's own intervals stay
 */
export async function compare(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  scrapeSeconds: number,
  tell: Tell,
): Promise<Comparison> {
  const { signal } = abort;
  const stack = await startBoth(processes, withScrapes(folder, scrapeSeconds), abort);
  const load = await startLoad(processes, folder, {
    baseUrl: stack.appUrl,
    prometheusUrl: stack.prometheusUrl,
    rate: RATE,
    seconds: WARM_UP_SECONDS + FROZEN_SECONDS + RESOLVED_SECONDS + AFTERMATH_SECONDS,
  });
  tell(`warm-up of ${WARM_UP_SECONDS} s`);
  await delay(WARM_UP_SECONDS * 1000, undefined, { signal });
  const fault = await freezeOnce(processes, stack, signal, tell);
  await processes.stop(load.child);
  return {
    ...fault,
    withFastPath: outcomeOf(stack.withFastPath, fault.faultAt),
    rulesAlone: outcomeOf(stack.rulesAlone, fault.faultAt),
  };
}

/** Freezes the database until both pagers have a page and had the time for a second one, and waits for its end on both. */
async function freezeOnce(
  processes: Processes,
  { databasePid, withFastPath, rulesAlone }: Both,
  signal: AbortSignal,
  tell: Tell,
): Promise<Pick<Comparison, "faultAt" | "endedAt">> {
  const outcomes = (): Outcome[] =>
    [withFastPath, rulesAlone].map((pager) => outcomeOf(pager, faultAt));
  const faultAt = Date.now() / 1000;
  const thaw = freezeDatabase(databasePid);
  // It heeds no request to stop while it is frozen.
  await processes.add(async () => thaw());
  tell("the database stands still");
  await until(() => outcomes().every(({ pages }) => pages.length > 0), PAGED_SECONDS, signal);
  const rest = Math.max(0, faultAt + FROZEN_SECONDS - Date.now() / 1000);
  await delay(rest * 1000, undefined, { signal });
  thaw();
  const endedAt = Date.now() / 1000;
  tell("the database goes on");
  const isOver = (): boolean => outcomes().every(({ resolvedAt }) => resolvedAt !== null);
  await until(isOver, RESOLVED_SECONDS, signal);
  await delay(AFTERMATH_SECONDS * 1000, undefined, { signal });
  return { faultAt, endedAt };
}

/** `folder` with a configuration of Prometheus that differs in its intervals alone. */
function withScrapes(folder: RunFolder, seconds: number): RunFolder {
  const text = readFileSync(folder.prometheusConfig, "utf8");
  const prometheusConfig = join(folder.path, "prometheus-scrapes.yml");
  writeFileSync(
    prometheusConfig,
    text.replaceAll(/^( {2}(?:scrape|evaluation)_interval:) .*$/gm, `$1 ${seconds}s`),
  );
  return { ...folder, prometheusConfig };
}

interface Both {
  readonly appUrl: string;
  readonly prometheusUrl: string;
  readonly databasePid: number;
  readonly withFastPath: Pager;
  readonly rulesAlone: Pager;
}

async function startBoth(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
): Promise<Both> {
  const { signal } = abort;
  const [app = 0, metrics = 0, prometheus = 0, first = 0, second = 0] = await freePorts(5);
  const withFastPath = await startOne(processes, folder, "alertmanager", first, signal);
  const rulesAlone = await startOne(processes, folder, "rules-alone", second, signal);
  folder.writeTargets("money", [`127.0.0.1:${metrics}`], { job: "money" });
  await startPrometheus(processes, folder, prometheus, signal);
  const { url: databaseUrl, pid: databasePid } = await startDatabase(processes, folder, abort);
  await startMoney(
    processes,
    folder,
    {
      databaseUrl,
      port: app,
      metricsPort: metrics,
      traces: "",
      env: {
        PLIMSOLL_ALERTMANAGER_URL: `http://127.0.0.1:${first}`,
        PLIMSOLL_INSTANCES: "1",
      },
    },
    signal,
  );
  return {
    appUrl: `http://127.0.0.1:${app}`,
    prometheusUrl: `http://127.0.0.1:${prometheus}`,
    databasePid,
    withFastPath,
    rulesAlone,
  };
}

/** An Alertmanager that Prometheus sends to, and its pager. */
async function startOne(
  processes: Processes,
  folder: RunFolder,
  name: string,
  port: number,
  signal: AbortSignal,
): Promise<Pager> {
  const pager = await startPager({ host: "127.0.0.1", port: 0 });
  await processes.add(() => pager.close());
  await startAlertmanager(processes, folder, { port, pagerUrl: pager.url, name }, signal);
  folder.writeTargets(`alertmanager/${name}`, [`127.0.0.1:${port}`], {});
  return pager;
}

async function until(isDone: () => boolean, seconds: number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!isDone() && performance.now() < end) await delay(TICK_MS, undefined, { signal });
}
