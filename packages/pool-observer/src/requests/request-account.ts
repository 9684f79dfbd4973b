import type { Span } from "@opentelemetry/api";
import type { RouteSource } from "../active-route.ts";
import type { QueryShape } from "../queries/query-shape.ts";
import { createStamp } from "../stamp.ts";
import { TimeIntegral } from "../time-integral.ts";
import { reportOnServerSpan } from "./report-on-server-span.ts";

/** Where an HTTP request's time on the database went; what still waits or is held is included. Two at once count twice. */
export interface RequestReading {
  /** Seconds of waiting for a connection that others held. */
  readonly waitSeconds: number;
  /** Seconds of waiting while a connection was opened. */
  readonly connectSeconds: number;
  /** Seconds in which a held connection had a query in flight. */
  readonly querySeconds: number;
  /** Seconds in which a held connection did nothing. */
  readonly heldIdleSeconds: number;
  /** Finished queries. */
  readonly queries: number;
  /** Statements that ran at least {@link N_PLUS_ONE} times. */
  readonly repeated: ReadonlyMap<QueryShape, number>;
}

/** So many queries of one text in one HTTP request look like one query per row of another. */
export const N_PLUS_ONE = 10;
// A request with more distinct statements than this has another problem.
const STATEMENT_LIMIT = 100;

/** Adds up what one HTTP request does on the database. */
export class RequestAccount {
  readonly #wait: TimeIntegral;
  readonly #connect: TimeIntegral;
  readonly #held: TimeIntegral;
  readonly #querying: TimeIntegral;
  readonly #counts = new Map<QueryShape, number>();
  #queries = 0;

  constructor(now: number) {
    this.#wait = new TimeIntegral(now);
    this.#connect = new TimeIntegral(now);
    this.#held = new TimeIntegral(now);
    this.#querying = new TimeIntegral(now);
  }

  /** One more, or one less, waits from `now` on: for a release, or for a connection to be opened. */
  waits(delta: 1 | -1, isConnect: boolean, now: number): void {
    (isConnect ? this.#connect : this.#wait).add(delta, now);
  }

  holds(delta: 1 | -1, now: number): void {
    this.#held.add(delta, now);
  }

  queries(delta: 1 | -1, now: number): void {
    this.#querying.add(delta, now);
  }

  /** A query ended. Returns true when it is the one that makes its statement look like N+1. */
  queryFinished(shape: QueryShape): boolean {
    this.#queries += 1;
    if (!IS_REPEATABLE.has(shape.operation)) return false;
    const count = (this.#counts.get(shape) ?? 0) + 1;
    if (count > 1 || this.#counts.size < STATEMENT_LIMIT) this.#counts.set(shape, count);
    return count === N_PLUS_ONE;
  }

  read(now: number): RequestReading {
    const querySeconds = this.#querying.total(now);
    return {
      waitSeconds: this.#wait.total(now),
      connectSeconds: this.#connect.total(now),
      querySeconds,
      heldIdleSeconds: this.#held.total(now) - querySeconds,
      queries: this.#queries,
      repeated: new Map([...this.#counts].filter(([, count]) => count >= N_PLUS_ONE)),
    };
  }
}

// Not BEGIN, SET and the like, which come once per transaction.
const IS_REPEATABLE: ReadonlySet<string> = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);

/** In a span, or in what stands for a request that has none. */
const accounts = createStamp<RequestAccount>();

/** The account of the HTTP request that `source` stands for, opened when it first uses the database; none outside of one. */
export function accountOf(
  source: RouteSource | undefined,
  now: () => number,
): RequestAccount | undefined {
  if (source === undefined) return undefined;
  const { span } = source;
  const owner = span ?? source;
  const known = accounts.of(owner);
  if (known !== undefined) return known;
  const account = new RequestAccount(now());
  accounts.put(owner, account);
  if (span !== undefined) reportOnServerSpan(span, () => account.read(now()));
  return account;
}

/** What the HTTP request of a server span did on the database up to `now`; undefined when it did nothing. */
export function readAccount(span: Span, now: number): RequestReading | undefined {
  return accounts.of(span)?.read(now);
}
