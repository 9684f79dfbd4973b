import type { PoolSettings } from "@plimsoll/pool-observer";
import type { SessionSettings } from "../pg-client/session-settings.ts";
import type { PgPool } from "./pg-shapes.ts";

/** How `pool` is set now: listeners are often added, and options changed, after a pool was made. */
export function readPoolSettings(pool: PgPool, session: SessionSettings): PoolSettings {
  const { max, maxUses, maxLifetimeSeconds, connectionTimeoutMillis = 0 } = pool.options;
  return {
    ...session,
    library: "pg",
    max,
    maxUses,
    // Undefined before pg-pool 3.5, which has no such option; 0 when none is given (pg-pool 3.14.0 index.js:93).
    maxLifetimeSeconds,
    acquireTimeoutSeconds: connectionTimeoutMillis / 1000,
    // The same option, and the acquire timeout tells of it (pg-pool 3.14.0 index.js:250).
    connectTimeoutSeconds: undefined,
    hasErrorListener: pool.listenerCount("error") > 0,
  };
}
