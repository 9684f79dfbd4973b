import type { PoolIdentity } from "@plimsoll/pool-observer";
import type { PostgresOptions } from "./postgres-shapes.ts";

// postgres 3.4.9 src/index.js:490: the application_name of whoever gives none, so that it is no name.
const DEFAULT_APPLICATION_NAME = "postgres.js";

/**
 * Where the pool connects to. postgres.js has resolved URL, options and `PG*` variables already; user and password are not looked at.
 * A pool of several hosts has no address: each of its connections may be at another one.
 */
export function identifyPostgres(options: PostgresOptions): PoolIdentity {
  const applicationName = text(options.connection?.application_name);
  return {
    applicationName: applicationName === DEFAULT_APPLICATION_NAME ? undefined : applicationName,
    database: text(options.database),
    ...addressOf(options),
  };
}

function addressOf({ host, port, path }: PostgresOptions): Pick<PoolIdentity, "host" | "port"> {
  if (host.length !== 1) return {};
  const [only] = host;
  const name = text(only);
  const socket = text(path);
  // A path of its own hides the host. One that was made from the host begins with it.
  if (socket !== undefined && (name === undefined || !socket.startsWith(`${name}/`)))
    return { host: socket };
  const number = Number(port[0]);
  return { host: name, port: Number.isInteger(number) ? number : undefined };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
