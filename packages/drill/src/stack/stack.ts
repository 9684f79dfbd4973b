import { type Pager, startPager } from "../pager/pager-server.ts";
import { startAlertmanager } from "./alertmanager.ts";
import { startDatabase } from "./database.ts";
import { freePorts } from "./free-ports.ts";
import { startMoney } from "./money.ts";
import { startTraceReceiver, type TraceReceiver } from "../traces/trace-receiver.ts";
import { type Processes, trackProcesses } from "./processes.ts";
import { startPrometheus } from "./prometheus.ts";
import type { RunFolder } from "./run-folder.ts";

/** Base URLs, without a trailing slash, of what runs. */
export interface StackUrls {
  readonly app: string;
  readonly metrics: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly database: string;
}

/** PostgreSQL, Money, Prometheus, Alertmanager and the pager, all on free ports of 127.0.0.1. */
export interface Stack {
  readonly urls: StackUrls;
  readonly pager: Pager;
  /** Takes in what Money traces. */
  readonly traces: TraceReceiver;
  readonly processes: Processes;
  /** Stops every process and waits for each. May be called twice. */
  stop(): Promise<void>;
}

/** What watches and takes pages: the part of a stack that needs no database. */
export interface Monitoring {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly pager: Pager;
}

/**
 * Starts everything, or nothing: on a failure what had started is stopped before the error is thrown.
 * @param abort aborting it ends the start; it is aborted with a DrillError when a process dies later
 */
export async function startStack(folder: RunFolder, abort: AbortController): Promise<Stack> {
  const processes = trackProcesses(abort);
  try {
    const [appPort = 0, metricsPort = 0] = await freePorts(2);
    const traces = await startTraceReceiver();
    await processes.add(() => traces.close());
    folder.writeTargets("money", [`127.0.0.1:${metricsPort}`], { job: "money" });
    const app = async (): Promise<string> => {
      const { url: databaseUrl } = await startDatabase(processes, folder, abort);
      const address = { databaseUrl, port: appPort, metricsPort, traces: traces.endpoint };
      await startMoney(processes, folder, address, abort.signal);
      return databaseUrl;
    };
    const [database, monitoring] = await allOrAbort(abort, [
      app(),
      startMonitoring(processes, folder, abort.signal),
    ]);
    const urls = {
      app: `http://127.0.0.1:${appPort}`,
      metrics: `http://127.0.0.1:${metricsPort}/metrics`,
      prometheus: monitoring.prometheus,
      alertmanager: monitoring.alertmanager,
      database,
    };
    const { pager } = monitoring;
    return { urls, pager, traces, processes, stop: () => processes.stopAll() };
  } catch (error) {
    await processes.stopAll();
    throw error;
  }
}

/** Starts the pager, then Alertmanager and Prometheus. Whoever owns `processes` stops them, also on a failure. */
export async function startMonitoring(
  processes: Processes,
  folder: RunFolder,
  signal: AbortSignal,
): Promise<Monitoring> {
  const pager = await startPager({ host: "127.0.0.1", port: 0 });
  await processes.add(() => pager.close());
  const [prometheusPort = 0, alertmanagerPort = 0] = await freePorts(2);
  folder.writeTargets("prometheus", [`127.0.0.1:${prometheusPort}`], { job: "prometheus" });
  folder.writeTargets("alertmanager/alertmanager", [`127.0.0.1:${alertmanagerPort}`], {});
  const address = { port: alertmanagerPort, pagerUrl: pager.url };
  await startAlertmanager(processes, folder, address, signal);
  await startPrometheus(processes, folder, prometheusPort, signal);
  return {
    prometheus: `http://127.0.0.1:${prometheusPort}`,
    alertmanager: `http://127.0.0.1:${alertmanagerPort}`,
    pager,
  };
}

/** Waits for all; the first failure aborts the others, and is thrown when each has come to its end. */
async function allOrAbort<A, B>(
  abort: AbortController,
  works: readonly [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const guarded = works.map(async (work) => {
    try {
      return await work;
    } catch (error) {
      abort.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(guarded);
  abort.signal.throwIfAborted();
  return (await Promise.all(guarded)) as [A, B];
}
