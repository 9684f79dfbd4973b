import type { FaultSettings } from "@plimsoll/reference-app";
import type { Child } from "../../src/stack/child.ts";
import { freePorts } from "../../src/stack/free-ports.ts";
import { startMoney } from "../../src/stack/money.ts";
import type { Processes } from "../../src/stack/processes.ts";
import { type Requests, sendRequests } from "../../src/stack/requests.ts";
import type { RunFolder } from "../../src/stack/run-folder.ts";
import { switchFault } from "../../src/stack/switch-fault.ts";
import { ACCOUNT_PAIRS } from "./drill-stack.ts";

/** How to start one instance of a service. */
export interface MoneyOptions {
  readonly service: string;
  readonly databaseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Tells instances of one service apart. @default "1" */
  readonly instance?: string;
}

/** One instance of a service whose runbooks are drilled. */
export interface DrilledMoney {
  readonly service: string;
  readonly url: string;
  readonly databaseUrl: string;
  /** Stops it and starts it again on the same ports, faults off, with more of an environment. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
  /** Switches faults on; the answer switches them off. What they have broken by then stays broken. */
  breakIt(settings: Partial<FaultSettings>): Promise<() => Promise<void>>;
  transfers(perSecond: number): Requests;
  reads(perSecond: number): Requests;
  reports(perSecond: number): Requests;
}

/** Processes that start at a time: more would only make each wait for the CPU until it is late. */
const STARTS_AT_ONCE = 3;

/** What starts services that Prometheus finds by themselves. */
export function moneyStarter(
  processes: Processes,
  folder: RunFolder,
  traces: string,
  signal: AbortSignal,
): (options: MoneyOptions) => Promise<DrilledMoney> {
  const inTurn = limitTo(STARTS_AT_ONCE);
  return async ({ service, databaseUrl, env = {}, instance = "1" }) => {
    const [port = 0, metricsPort = 0] = await freePorts(2);
    const named = new URL(databaseUrl);
    named.searchParams.set("application_name", service);
    const start = (more: Readonly<Record<string, string>>): Promise<Child> => {
      const address = { databaseUrl: named.href, port, metricsPort, traces, service };
      return inTurn(() =>
        startMoney(processes, folder, { ...address, env: { ...env, ...more } }, signal),
      );
    };
    let child = await start({});
    const targets = [`127.0.0.1:${metricsPort}`];
    folder.writeTargets(`${service}-${instance}`, targets, { job: service });
    const url = `http://127.0.0.1:${port}`;
    return {
      service,
      url,
      databaseUrl,
      stop: () => processes.stop(child),
      async restart(more = {}): Promise<void> {
        if (child.endedBy() === undefined) await processes.stop(child);
        child = await start(more);
      },
      async breakIt(settings): Promise<() => Promise<void>> {
        await switchFault(url, settings, signal);
        return () => switchFault(url, {}, signal);
      },
      ...loads(url),
    };
  };
}

function loads(url: string): Pick<DrilledMoney, "transfers" | "reads" | "reports"> {
  return {
    transfers: (perSecond) =>
      sendRequests({
        method: "POST",
        url: () => `${url}/transfers`,
        body: (n) => ({
          from: 2 * (n % ACCOUNT_PAIRS) + 1,
          to: 2 * (n % ACCOUNT_PAIRS) + 2,
          amount: 1,
        }),
        perSecond,
      }),
    reads: (perSecond) => sendRequests({ url: (n) => `${url}/accounts/${(n % 9) + 1}`, perSecond }),
    reports: (perSecond) =>
      sendRequests({ url: () => `${url}/reports/monthly?year=2024&month=4`, perSecond }),
  };
}

function limitTo(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const lanes: Promise<unknown>[] = Array.from({ length: most }, () => Promise.resolve());
  let next = 0;
  return (work) => {
    const lane = next++ % most;
    const done = (lanes[lane] ?? Promise.resolve()).then(work);
    lanes[lane] = done.catch(() => {});
    return done;
  };
}
