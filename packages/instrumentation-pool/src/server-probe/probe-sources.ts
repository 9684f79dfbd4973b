import {
  type PoolIdentity,
  type PoolSource,
  type PoolTracker,
  type ProbeConnection,
  ProbeFailure,
  type ProbeSource,
} from "@plimsoll/pool-observer";
import type { PgClient } from "../pg-client/pg-client.ts";
import type { PgPool } from "../pg-pool/pg-shapes.ts";
import { identifyClient } from "../resource-pool/identify-client.ts";
import { createPgProbeConnection, type ProbeClientClass } from "./pg-probe-connection.ts";

/** A pg-pool pool as the probe of its server sees it: its class of clients and its options as they are, a password function included. */
export function pgPoolProbeSource(
  pool: PgPool,
  identity: PoolIdentity,
  tracker: PoolTracker,
): ProbeSource {
  const known = new WeakRef(pool);
  return {
    identity,
    pool: tracker,
    // From the call of `end()` on: an app that ends its pool goes on to stop, or to drop the database.
    isEnded: () => known.deref()?.ending ?? true,
    createConnection() {
      const pool = known.deref();
      if (pool === undefined) throw new ProbeFailure("LOST");
      return createPgProbeConnection(pool.Client as unknown as ProbeClientClass, pool.options);
    },
  };
}

/** A pool that makes its pg clients by a function of its own, as the probe of its server sees it: by a client that it made. */
export class ClientProbeSource implements ProbeSource {
  readonly identity: PoolIdentity;
  readonly pool: PoolTracker;
  readonly #source: PoolSource;
  #clientClass: ProbeClientClass;
  #parameters: object;

  constructor(client: PgClient, source: PoolSource, tracker: PoolTracker) {
    this.identity = identifyClient(client);
    this.pool = tracker;
    this.#source = source;
    this.#clientClass = classOf(client);
    this.#parameters = client.connectionParameters ?? {};
  }

  /** The pool made another client. The newest is what counts, because its password may be a token that expires. */
  saw(client: PgClient): void {
    const { host, port, database } = identifyClient(client);
    const { identity } = this;
    // A pool of replicas has clients of several servers.
    if (host !== identity.host || port !== identity.port || database !== identity.database) return;
    this.#clientClass = classOf(client);
    this.#parameters = client.connectionParameters ?? {};
  }

  isEnded(): boolean {
    return this.#source.counts().isEnded;
  }

  createConnection(): ProbeConnection {
    return createPgProbeConnection(this.#clientClass, this.#parameters);
  }
}

function classOf(client: PgClient): ProbeClientClass {
  return client.constructor as unknown as ProbeClientClass;
}
