import type { PoolIdentity } from "@plimsoll/pool-observer";
import type { PgClient } from "../pg-client/pg-client.ts";
import { identifyClient } from "../resource-pool/identify-client.ts";

const OF_SEQUELIZE = /^sequelize(?::(?<role>read|write))?$/;

/**
 * What a pool is, by its library name and a client of it.
 *
 * `sequelize` and `sequelize:write` are what Sequelize calls its main pool, in every app: no name that anyone gave. Its pool of replicas gets
 * `:read` behind the name, and neither host nor port, because it may reach several replicas. Any other name is one that the app gave.
 */
export function identifySequelizePool(poolName: unknown, client: PgClient): PoolIdentity {
  const identity = identifyClient(client);
  if (typeof poolName !== "string" || poolName === "") return identity;
  const ours = OF_SEQUELIZE.exec(poolName);
  if (ours === null) return { ...identity, explicitName: poolName };
  if (ours.groups?.["role"] !== "read") return identity;
  const { applicationName, database } = identity;
  const base = applicationName ?? database ?? "postgresql";
  return { applicationName, database, explicitName: `${base}:read` };
}
