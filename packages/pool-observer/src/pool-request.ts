import type { Outcome } from "@plimsoll/catalog";
import type { RouteSource } from "./active-route.ts";
import type { Aged } from "./age-list.ts";

/** How a request is expected to be granted, known when it starts. */
export type ExpectedGrant = Extract<Outcome, "idle" | "created" | "queued">;

/** One request for a connection that waits for its answer. */
export class PoolRequest implements Aged {
  older: Aged | undefined = undefined;
  younger: Aged | undefined = undefined;
  isPending = true;
  /** Up to here the wait's time was credited to its route. */
  creditedUntil: number;
  readonly startedAt: number;
  readonly expected: ExpectedGrant;
  readonly routeSource: RouteSource | undefined;

  constructor(startedAt: number, expected: ExpectedGrant, routeSource: RouteSource | undefined) {
    this.startedAt = startedAt;
    this.creditedUntil = startedAt;
    this.expected = expected;
    this.routeSource = routeSource;
  }
}
