import { type Context, context } from "@opentelemetry/api";
import type { CloseReason } from "@plimsoll/catalog";
import {
  atTime,
  type ExpectedGrant,
  type PoolIdentity,
  type PoolRegistry,
  type PoolRequest,
  type PoolSource,
  type PoolTracker,
  replayableClock,
  serverProbes,
} from "@plimsoll/pool-observer";
import { explainTimeout } from "../explain-timeout.ts";
import { guard } from "../guard.ts";
import { observeClose } from "../pg-client/observe-close.ts";
import { patchClientClass } from "../pg-client/patch-client.ts";
import { isPgClient, type PgClient } from "../pg-client/pg-client.ts";
import { connectionOf, trackConnection } from "../pg-client/pg-connection.ts";
import { readSession, type SessionSettings } from "../pg-client/session-settings.ts";
import { ClientProbeSource } from "../server-probe/probe-sources.ts";
import { Draft } from "./draft.ts";

/** One request of a {@link LatePool}; `tracked` once the pool has a tracker. */
export interface LateRequest {
  tracked: PoolRequest | undefined;
}

export interface LatePoolOptions {
  readonly registry: PoolRegistry;
  readonly source: PoolSource;
  /** What the pool is, by a client of it. */
  readonly identify: (client: PgClient) => PoolIdentity;
}

/**
 * Accounts for a pool that holds resources of any kind, and tells only with the first one that it is a pool of PostgreSQL.
 * Until then everything is noted, and replayed when the tracker is made: as soon as a pg client starts to connect on the pool's behalf.
 * A pool of another database is never counted nor named.
 */
export class LatePool {
  readonly #options: LatePoolOptions;
  #draft: Draft | undefined = new Draft();
  #tracker: PoolTracker | undefined;
  #probed: ClientProbeSource | undefined;
  /** The name that the app gave, if it did so before the pool was registered. */
  explicitName: string | undefined;
  /** As the client has it that began to connect last. */
  session: SessionSettings = {};

  constructor(options: LatePoolOptions) {
    this.#options = options;
  }

  /** It holds something else than connections to PostgreSQL. */
  get isOther(): boolean {
    return this.#draft === undefined && this.#tracker === undefined;
  }

  /** A connection was asked for, at `at` (seconds of the clock) when not now. */
  requestStarted(expected: ExpectedGrant, at: number = replayableClock()): LateRequest {
    const request: LateRequest = { tracked: undefined };
    const caller = this.#tracker === undefined ? context.active() : undefined;
    this.#tell((tracker) => {
      request.tracked = inContext(caller, () => tracker.requestStarted(expected));
    }, at);
    if (request.tracked !== undefined) this.#tracker?.enterFlow(request.tracked);
    return request;
  }

  /** @param error what the library answers with */
  requestFailed(
    request: LateRequest,
    outcome: "timeout" | "failed" | "abandoned",
    error?: unknown,
  ): void {
    this.#tell((tracker) => {
      if (request.tracked !== undefined) tracker.requestFailed(request.tracked, outcome);
    });
    if (outcome === "timeout" && this.#tracker !== undefined) explainTimeout(error, this.#tracker);
  }

  requestGranted(request: LateRequest, resource: object): void {
    this.see(resource);
    if (this.#tracker === undefined || request.tracked === undefined) return;
    const connection = trackConnection(resource, this.#tracker);
    this.#tracker.requestGranted(request.tracked, connection.held);
  }

  released(resource: object): void {
    connectionOf(resource)?.noteReleased();
  }

  /** The pool dropped `resource`, which it held. */
  dropped(resource: object, reason: CloseReason): void {
    this.released(resource);
    if (this.#tracker !== undefined) observeClose(resource as PgClient, this.#tracker, reason);
  }

  /** A resource was made with no client of it seen to connect, from `startedAt` until now. */
  connectEnded(startedAt: number, errorType: string | undefined, isConnected: boolean): void {
    this.#tell((tracker) => {
      const connect = atTime(startedAt, () => tracker.connectStarted());
      if (isConnected) tracker.connectSucceeded(connect);
      else tracker.connectFailed(connect, errorType);
    });
  }

  /** `resource` is in the pool: now it is known what the pool holds. */
  see(resource: unknown): void {
    if (this.#draft === undefined) return;
    if (isPgClient(resource)) this.register(resource);
    else this.#draft = undefined;
  }

  /** `client` is or will be in the pool. */
  register(client: PgClient): PoolTracker | undefined {
    this.session = guard(() => readSession(client)) ?? this.session;
    const draft = this.#draft;
    if (draft === undefined) {
      guard(() => this.#probed?.saw(client));
      return this.#tracker;
    }
    this.#draft = undefined;
    patchClientClass(Object.getPrototypeOf(client) as object);
    const { registry, source, identify } = this.#options;
    const identity = { ...identify(client) };
    if (this.explicitName !== undefined) identity.explicitName = this.explicitName;
    const tracker = draft.replay(() => registry.add(identity, source));
    this.#tracker = tracker;
    guard(() => {
      this.#probed = new ClientProbeSource(client, source, tracker);
      serverProbes.offer(this.#probed);
    });
    return this.#tracker;
  }

  #tell(apply: (tracker: PoolTracker) => void, at?: number): void {
    if (this.#draft !== undefined) this.#draft.add(apply, at);
    else if (this.#tracker !== undefined) this.#apply(this.#tracker, apply, at);
  }

  #apply(tracker: PoolTracker, apply: (tracker: PoolTracker) => void, at?: number): void {
    if (at === undefined) apply(tracker);
    else atTime(at, () => apply(tracker));
  }
}

function inContext<T>(caller: Context | undefined, work: () => T): T {
  return caller === undefined ? work() : context.with(caller, work);
}
