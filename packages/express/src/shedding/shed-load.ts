import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Clock,
  monotonicSeconds,
  poolRegistry,
  type PoolRegistry,
  type PoolTracker,
} from "@plimsoll/pool-observer";
import { guard } from "../guard.ts";
import { HEALTH_PATHS } from "../health-paths.ts";
import { type Handler, pathOf } from "../http/handler.ts";
import { send } from "../http/send.ts";
import { positiveNumber } from "../positive-number.ts";
import { PoolShedder, type PoolShedderOptions, type Priority } from "./pool-shedder.ts";

export interface ShedLoadOptions<Request extends IncomingMessage = IncomingMessage> {
  /** The wait for a connection that is still fine. @default 0.1: a request makes several acquires, and a user feels their sum */
  readonly targetSeconds?: number;
  /** The wait may be above the target for so long: a burst is no overload. @default 0.1: about as long as a hold, after which shedding shows */
  readonly intervalSeconds?: number;
  /** A request that would wait longer is shed at once. @default 1: to its user it would be an error anyway */
  readonly maxWaitSeconds?: number;
  /** @default every request is `normal` */
  readonly priority?: (request: Request) => Priority;
  /** Whether a request will use the pool; one that will not is never shed. @default every request but health checks */
  readonly applies?: (request: Request) => boolean;
  /** Names of the pools whose wait counts. @default all */
  readonly pools?: readonly string[];
  /** @default the pools of this process */
  readonly registry?: PoolRegistry;
  /** @default monotonicSeconds */
  readonly clock?: Clock;
}

/**
 * Makes a middleware that answers a part of the requests with 503 while requests wait too long for a connection, so that the others stay fast.
 * Mount it before the routes, and before whatever reads the body. Never throws: a failure of its own lets the request pass.
 *
 * @example
 * app.use(shedLoad({ priority: ({ path }) => (path === "/checkout" ? "critical" : "normal") }));
 */
export function shedLoad<Request extends IncomingMessage = IncomingMessage>(
  options: ShedLoadOptions<Request> = {},
): Handler<Request> {
  const shedFor = createShedder(options);
  return (request, response, next) => {
    const isAnswered = guard(
      () => {
        const seconds = shedFor(request);
        if (seconds !== undefined) refuse(response, seconds);
        return seconds !== undefined;
      },
      () => response.headersSent,
    );
    if (!isAnswered) next?.();
  };
}

function createShedder<Request extends IncomingMessage>(
  options: ShedLoadOptions<Request>,
): (request: Request) => number | undefined {
  const { registry = poolRegistry, clock = monotonicSeconds, priority, applies, pools } = options;
  const settings: PoolShedderOptions = {
    targetSeconds: positiveNumber("targetSeconds", options.targetSeconds, 0.1),
    intervalSeconds: positiveNumber("intervalSeconds", options.intervalSeconds, 0.1),
    maxWaitSeconds: positiveNumber("maxWaitSeconds", options.maxWaitSeconds, 1),
  };
  const shedders = new WeakMap<PoolTracker, PoolShedder>();
  const shedderOf = (tracker: PoolTracker): PoolShedder => {
    const shedder = shedders.get(tracker) ?? new PoolShedder(tracker, settings);
    shedders.set(tracker, shedder);
    return shedder;
  };
  return (request) => {
    if (isHealthCheck(request) || applies?.(request) === false) return undefined;
    const now = clock();
    const rank = priority?.(request) ?? "normal";
    for (const tracker of registry.trackers()) {
      if (pools !== undefined && !pools.includes(tracker.name)) continue;
      const seconds = shedderOf(tracker).shedFor(rank, now);
      if (seconds === undefined) continue;
      tracker.requestShed();
      return seconds;
    }
    return undefined;
  };
}

/** By the end of the path, because the router may be mounted below another path. */
function isHealthCheck(request: IncomingMessage): boolean {
  const path = pathOf(request);
  return Object.values(HEALTH_PATHS).some((ending) => path.endsWith(ending));
}

const LONGEST_RETRY_SECONDS = 30; // A client that waits longer than a user does has given up.

function refuse(response: ServerResponse, waitSeconds: number): void {
  const retryAfter = Math.min(LONGEST_RETRY_SECONDS, Math.max(1, Math.ceil(waitSeconds)));
  const error = {
    code: "PLIMSOLL_OVERLOADED",
    message: `Too many requests wait for the database. Try again in ${retryAfter} s.`,
  };
  send(response, {
    status: 503,
    type: "application/json",
    body: `${JSON.stringify({ error })}\n`,
    headers: { "retry-after": String(retryAfter) },
  });
}
