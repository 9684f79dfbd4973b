import {
  type Clock,
  monotonicSeconds,
  poolRegistry,
  type PoolRegistry,
} from "@plimsoll/pool-observer";
import { refuseAccess } from "./debug/access.ts";
import { answerPools } from "./debug/answer-pools.ts";
import { reportOnPools } from "./debug/pools-report.ts";
import { guard } from "./guard.ts";
import { type Handler, pathOf } from "./http/handler.ts";
import { preferredType } from "./http/preferred-type.ts";
import { type Answer, send } from "./http/send.ts";
import { HEALTH_PATHS } from "./health-paths.ts";
import { positiveNumber } from "./positive-number.ts";
import { answerReadiness } from "./readiness/answer-readiness.ts";
import { DatabaseProbe } from "./readiness/database-probe.ts";
import type { Readiness } from "./readiness/judge-readiness.ts";
import type { ProbeClient } from "./readiness/probe-client.ts";
import { ReadinessWatch } from "./readiness/readiness-watch.ts";
import { shutDownOnSigterm } from "./readiness/shut-down-on-sigterm.ts";

export interface HealthOptions {
  /**
   * Makes a client of its own, not connected yet, with which `/readyz` learns whether the database answers: `() => new pg.Client({…})`.
   * @default none: readiness is what the pools show
   */
  readonly probe?: () => ProbeClient;
  /** @default 5 */
  readonly probeIntervalSeconds?: number;
  /** Of connecting and one query together. @default 2 */
  readonly probeTimeoutSeconds?: number;
  /** So many in a row make it not ready, unless a pool shows that it works. @default 3 */
  readonly probeFailures?: number;
  /** Names of pools that the app cannot do without. @default none: it is ready while one pool reaches its database */
  readonly requiredPools?: readonly string[];
  /** Not ready when requests waited for so long with nothing granted. @default never: it is reported as `stalled`, and stays ready */
  readonly notReadyAfterStalledSeconds?: number;
  /** Calls {@link Health.shutDown} at SIGTERM, before the app's own handlers. @default false */
  readonly shutDownOnSigterm?: boolean;
  /** Lets others than this machine see `/debug/pools`, as `Authorization: Bearer …`. @default PLIMSOLL_DEBUG_TOKEN */
  readonly debugToken?: string;
  /** @default the pools of this process */
  readonly registry?: PoolRegistry;
  /** @default monotonicSeconds */
  readonly clock?: Clock;
}

/** Health endpoints of one process. Each handler answers whatever path it is mounted at. */
export interface Health {
  /** `GET /livez`, `/readyz` and `/debug/pools`; passes everything else on. */
  readonly router: Handler;
  /** 200 while the process serves. Never looks at the database or the pools. */
  readonly livez: Handler;
  /** 200 while this instance is to get requests, else 503. */
  readonly readyz: Handler;
  /** Who holds and who waits; for this machine, or with the token. */
  readonly debugPools: Handler;
  /** What `/readyz` answers now. */
  readonly readiness: () => Readiness;
  /** Not ready from now on, so that balancers stop sending requests before the server closes. Stops the timers. */
  readonly shutDown: () => void;
}

/**
 * Makes the health endpoints, and begins to watch the pools once a second. Never throws, and keeps no process alive.
 *
 * @example
 * const health = plimsollHealth({ probe: () => new pg.Client({ connectionString }) });
 * app.use(health.router);
 */
export function plimsollHealth(options: HealthOptions = {}): Health {
  const { registry = poolRegistry } = options;
  const watch = createWatch(options, registry);
  guard(
    () => watch.start(),
    () => {},
  );
  const readiness = (): Readiness => guard(() => watch.readiness(), unknownReadiness);
  const shutDown = (): void => watch.shutDown();
  if (options.shutDownOnSigterm === true) shutDownOnSigterm(shutDown);
  const token = options.debugToken || process.env["PLIMSOLL_DEBUG_TOKEN"] || undefined;
  const handlers = {
    livez: handler(
      ({ headers }) => LIVE[preferredType(headers.accept, ["text/plain", "application/json"])],
    ),
    readyz: handler(({ headers }) =>
      answerReadiness(
        readiness(),
        preferredType(headers.accept, ["text/plain", "application/json"]),
      ),
    ),
    debugPools: handler((request) => {
      const refusal = refuseAccess(request, token);
      if (refusal !== undefined) return refusal;
      const type = preferredType(request.headers.accept, ["application/json", "text/html"]);
      return answerPools(reportOnPools(registry, readiness(), watch.probeState), type);
    }),
  };
  return { router: createRouter(handlers), ...handlers, readiness, shutDown };
}

function createWatch(options: HealthOptions, registry: PoolRegistry): ReadinessWatch {
  const seconds = (name: keyof HealthOptions, fallback: number): number =>
    positiveNumber(name, options[name], fallback);
  const probe =
    options.probe &&
    new DatabaseProbe({
      create: options.probe,
      intervalSeconds: seconds("probeIntervalSeconds", 5),
      timeoutSeconds: seconds("probeTimeoutSeconds", 2),
    });
  return new ReadinessWatch({
    registry,
    clock: options.clock ?? monotonicSeconds,
    probe,
    probeFailures: seconds("probeFailures", 3),
    requiredPools: options.requiredPools ?? [],
    notReadyAfterStalledSeconds: seconds("notReadyAfterStalledSeconds", Number.POSITIVE_INFINITY),
  });
}

/** An error of ours is no reason to take the app out of a balancer. */
function unknownReadiness(): Readiness {
  return { isReady: true, status: "ready", reason: "Readiness could not be told." };
}

const LIVE = {
  "text/plain": { status: 200, type: "text/plain", body: "live\n" },
  "application/json": { status: 200, type: "application/json", body: '{"status":"live"}\n' },
} as const satisfies Record<string, Answer>;

const FAILED: Answer = {
  status: 500,
  type: "text/plain",
  body: "plimsoll: this page failed. The app is not affected; the log has one warning.\n",
};

function handler(answer: (request: Parameters<Handler>[0]) => Answer): Handler {
  return (request, response) => {
    const answered = guard(
      () => answer(request),
      () => FAILED,
    );
    guard(
      () => send(response, answered),
      () => {},
    );
  };
}

function createRouter(handlers: Readonly<Record<keyof typeof HEALTH_PATHS, Handler>>): Handler {
  const byPath = new Map<string, Handler>([
    [HEALTH_PATHS.livez, handlers.livez],
    [HEALTH_PATHS.readyz, handlers.readyz],
    [HEALTH_PATHS.debugPools, handlers.debugPools],
  ]);
  return (request, response, next) => {
    const isReading = request.method === "GET" || request.method === "HEAD";
    const handler = isReading ? byPath.get(pathOf(request)) : undefined;
    if (handler !== undefined) handler(request, response);
    else if (next !== undefined) next();
    else send(response, { status: 404, type: "text/plain", body: "Not found.\n" });
  };
}
