import type { PoolIdentity } from "@plimsoll/pool-observer";
import type { PgClient } from "../pg-client/pg-client.ts";
import { identifyPool } from "../pg-pool/identify-pool.ts";

/** Where `client` connects to. pg has resolved connection string, options and `PG*` variables already. */
export function identifyClient(client: PgClient): PoolIdentity {
  return identifyPool(client.connectionParameters ?? {}, {});
}
