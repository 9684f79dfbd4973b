import { ATTRIBUTE } from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";

/** Where a pool connects to and what it is called. Holds no user, password or query string. */
export interface PoolIdentity {
  /** The name that the app gave the pool, if any. */
  readonly explicitName?: string | undefined;
  /** PostgreSQL's `application_name` of the pool's connections, if set. */
  readonly applicationName?: string | undefined;
  readonly database?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/**
 * The name of a pool before it is made unique: the explicit one, else `application_name`, else `host:port/database`.
 *
 * @example
 * poolName({ host: "10.0.0.7", port: 5432, database: "money" }); // "10.0.0.7:5432/money"
 */
export function poolName(identity: PoolIdentity): string {
  if (identity.explicitName) return identity.explicitName;
  if (identity.applicationName) return identity.applicationName;
  const host = identity.host?.includes(":") ? `[${identity.host}]` : identity.host;
  const address = host && identity.port ? `${host}:${identity.port}` : host;
  return [address, identity.database].filter(Boolean).join("/") || "postgresql";
}

/** The attributes of every metric of the pool called `name`; one frozen object per pool, because each record call hashes it. */
export function poolAttributes(name: string, identity: PoolIdentity): Attributes {
  return Object.freeze({ [ATTRIBUTE.poolName]: name, ...serverAttributes(identity) });
}

/** The attributes that say which server and database, as far as they are known; frozen too. */
export function serverAttributes({ database, host, port }: PoolIdentity): Attributes {
  return Object.freeze({
    [ATTRIBUTE.systemName]: "postgresql",
    ...(database === undefined ? {} : { [ATTRIBUTE.namespace]: database }),
    ...(host === undefined ? {} : { [ATTRIBUTE.serverAddress]: host }),
    ...(port === undefined ? {} : { [ATTRIBUTE.serverPort]: port }),
  });
}
