import { openGate, type DatabaseGate } from "../fault/database-gate.ts";
import { type Pager, startPager } from "../pager/pager-server.ts";
import { startTraceReceiver, type TraceReceiver } from "../traces/trace-receiver.ts";
import { startAlertmanager } from "./alertmanager.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { type Database, startDatabase } from "./database.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { freePorts } from "./free-ports.ts";
import { type Load, type LoadSpec, startLoad } from "./load.ts";
import { startPostgresExporter } from "./postgres-exporter.ts";
import { type PrimaryAndStandby, startPrimaryAndStandby } from "./primary-and-standby.ts";
import { type Processes, trackProcesses } from "./processes.ts";
import { restartablePrometheus, type RestartPrometheus } from "./prometheus.ts";
import type { RunFolder } from "./run-folder.ts";
import type { StackPlan } from "./stack-plan.ts";

/** Base URLs, without a trailing slash, of what runs. */
export interface StackUrls {
  /** Where users call. */
  readonly app: string;
  /** Metrics of the first instance. */
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
  readonly folder: RunFolder;
  readonly fleet: Fleet;
  readonly database: Database;
  /**
   * What stands between Money and PostgreSQL.
   * @throws an Error when the plan has none
   */
  gate(): DatabaseGate;
  /** @throws an Error when the plan has no standby */
  standby(): PrimaryAndStandby;
  readonly restartPrometheus: RestartPrometheus;
  /** Every load that was started, the ended ones too: their requests are users'. */
  readonly loads: readonly Load[];
  /** @throws an Error when a load of this name was there before: both would write the same record */
  readonly addLoad: (spec: Omit<LoadSpec, "baseUrl" | "prometheusUrl">) => Promise<Load>;
  /** Stops every process and waits for each. May be called twice. */
  stop(): Promise<void>;
}

/** What watches and takes pages: the part of a stack that needs no database. */
export interface Monitoring {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly pager: Pager;
  readonly restartPrometheus: RestartPrometheus;
}

/**
 * Starts everything, or nothing: on a failure what had started is stopped before the error is thrown.
 * @param abort aborting it ends the start; it is aborted with a DrillError when a process dies later
 */
export async function startStack(
  folder: RunFolder,
  abort: AbortController,
  plan: StackPlan = {},
): Promise<Stack> {
  const processes = trackProcesses(abort);
  try {
    const traces = await startTraceReceiver();
    await processes.add(() => traces.close());
    const [alertmanagerPort = 0] = await freePorts(1);
    const fastPath = plan.hasFastPath ? fastPathEnv(alertmanagerPort) : {};
    const whole = { ...plan, env: { ...fastPath, ...plan.env } };
    const [app, monitoring] = await allOrAbort(abort, [
      startApp(processes, folder, abort, whole, traces),
      startMonitoring(processes, folder, abort.signal, alertmanagerPort),
    ]);
    return stackOf({ processes, folder, traces, plan }, app, monitoring);
  } catch (error) {
    await processes.stopAll();
    throw error;
  }
}

interface Base extends Pick<Stack, "processes" | "folder" | "traces"> {
  readonly plan: StackPlan;
}

function stackOf({ plan, ...base }: Base, app: App, monitoring: Monitoring): Stack {
  const { prometheus, alertmanager, pager, restartPrometheus } = monitoring;
  const { fleet, database, gate, servers } = app;
  const { processes, folder } = base;
  const loads: Load[] = [];
  return {
    ...base,
    urls: {
      app: fleet.url,
      metrics: fleet.instances()[0]?.metricsUrl ?? "",
      prometheus,
      alertmanager,
      database: database.url,
    },
    pager,
    fleet,
    database,
    gate: () => planned(gate, "hasGate"),
    standby: () => planned(servers, "standby"),
    restartPrometheus,
    loads,
    async addLoad(spec): Promise<Load> {
      assertNewName(spec, loads);
      const to = { baseUrl: fleet.url, prometheusUrl: prometheus };
      const env = { ...loadEnv(plan), ...spec.env };
      const load = await startLoad(processes, folder, { ...spec, ...to, env });
      loads.push(load);
      return load;
    },
    stop: () => processes.stopAll(),
  };
}

function assertNewName(
  { script = "money", name = script }: Partial<LoadSpec>,
  loads: Load[],
): void {
  if (loads.every((load) => load.name !== name)) return;
  throw new Error(`The run has had a load ${JSON.stringify(name)}: give this one another name.`);
}

function planned<T>(part: T | null, key: keyof StackPlan): T {
  if (part !== null) return part;
  throw new Error(`The scenario's plan has no such part: set ${key}.`);
}

function loadEnv({ customers, instances = 1, hasBalancer }: StackPlan): Record<string, string> {
  return {
    ...(customers !== undefined && { CUSTOMERS: String(customers) }),
    // A connection that is kept stays with its instance, also when that is taken out.
    ...((hasBalancer || instances > 1) && { K6_NO_CONNECTION_REUSE: "true" }),
  };
}

/** As docs/fast-path.md sets it up; of one to nine instances one that stands still is enough. */
function fastPathEnv(port: number): Record<string, string> {
  return { PLIMSOLL_ALERTMANAGER_URL: `http://127.0.0.1:${port}`, PLIMSOLL_INSTANCES: "9" };
}

interface App {
  readonly fleet: Fleet;
  readonly database: Database;
  readonly gate: DatabaseGate | null;
  readonly servers: PrimaryAndStandby | null;
}

async function startApp(
  processes: Processes,
  folder: RunFolder,
  abort: AbortController,
  plan: StackPlan,
  traces: TraceReceiver,
): Promise<App> {
  const { instances = 1, env = {}, usual = {}, server = {}, customers } = plan;
  const options = { settings: server, customers };
  const servers = plan.standby
    ? await startPrimaryAndStandby(processes, folder, abort, options)
    : null;
  const database = servers?.primary ?? (await startDatabase(processes, folder, abort, options));
  const source = plan.standby === "reads" ? servers?.standbyUrl : undefined;
  const gate = plan.hasGate ? await openGate(source ?? database.url) : null;
  if (gate) await processes.add(() => gate.shut());
  const balancer = plan.hasBalancer || instances > 1 ? await startOwnBalancer(processes) : null;
  if (plan.hasBaselines) {
    const [port = 0] = await freePorts(1);
    const address = { databaseUrl: database.url, port };
    await startPostgresExporter(processes, folder, address, abort.signal);
  }
  const databaseUrl = gate?.url ?? source ?? database.url;
  const spec = { databaseUrl, traces: traces.endpoint, env, usual, balancer };
  const fleet = createFleet(processes, folder, spec, abort.signal);
  for (let count = 0; count < instances; count += 1) await fleet.add();
  return { fleet, database, gate, servers };
}

async function startOwnBalancer(processes: Processes): Promise<Balancer> {
  const balancer = await startBalancer();
  await processes.add(() => balancer.close());
  return balancer;
}

/** Starts the pager, then Alertmanager and Prometheus. Whoever owns `processes` stops them, also on a failure. */
export async function startMonitoring(
  processes: Processes,
  folder: RunFolder,
  signal: AbortSignal,
  alertmanagerPort?: number,
): Promise<Monitoring> {
  const pager = await startPager({ host: "127.0.0.1", port: 0 });
  await processes.add(() => pager.close());
  const [prometheusPort = 0, freePort = 0] = await freePorts(2);
  const port = alertmanagerPort ?? freePort;
  folder.writeTargets("prometheus", [`127.0.0.1:${prometheusPort}`], { job: "prometheus" });
  folder.writeTargets("alertmanager/alertmanager", [`127.0.0.1:${port}`], {});
  const address = { port, pagerUrl: pager.url };
  await startAlertmanager(processes, folder, address, signal);
  const restartPrometheus = await restartablePrometheus(processes, folder, prometheusPort, signal);
  return {
    prometheus: `http://127.0.0.1:${prometheusPort}`,
    alertmanager: `http://127.0.0.1:${port}`,
    pager,
    restartPrometheus,
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
