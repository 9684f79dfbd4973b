import type { Outcome } from "@plimsoll/catalog";
import type { Context } from "@opentelemetry/api";
import { type RouteSource, routeSourceOf } from "./active-route.ts";
import type { Aged } from "./age-list.ts";
import type { Flow } from "./flow.ts";
import type { RequestAccount } from "./requests/request-account.ts";

/** How a request is expected to be granted, known when it starts. */
export type ExpectedGrant = Extract<Outcome, "idle" | "created" | "queued">;

/** One request for a connection: while it waits, and for as long as it holds what it was granted. */
export class PoolRequest implements Aged {
  older: Aged | undefined = undefined;
  younger: Aged | undefined = undefined;
  isPending = true;
  /** Its caller holds a connection of the same pool. */
  isNested = false;
  /** Up to here the wait's time was credited to its route. */
  creditedUntil: number;
  /** The flow whose code holds what is granted; none when only the library itself does (`pool.query()`). */
  flow: Flow | undefined = undefined;
  /** Where the app asked, captured only while the pool is nearly used up: its stack is read when a snapshot is made. */
  callSite: { readonly stack?: string } | undefined = undefined;
  /** Of the HTTP request that it is part of. */
  account: RequestAccount | undefined = undefined;
  /** Its wait was told of although it goes on. */
  isReported = false;
  readonly startedAt: number;
  /** Whether it was expected at its start that a connection is opened for it. */
  readonly isConnect: boolean;
  /** May be corrected while it waits, by an adapter that learns only later what becomes of it. */
  expected: ExpectedGrant;
  /** OpenTelemetry's context of the caller. */
  readonly context: Context;
  readonly routeSource: RouteSource | undefined;

  constructor(startedAt: number, expected: ExpectedGrant, context: Context) {
    this.startedAt = startedAt;
    this.creditedUntil = startedAt;
    this.expected = expected;
    this.isConnect = expected === "created";
    this.context = context;
    this.routeSource = routeSourceOf(context);
  }
}
