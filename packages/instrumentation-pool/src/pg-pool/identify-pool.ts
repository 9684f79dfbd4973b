import { userInfo } from "node:os";
import type { PoolIdentity } from "@plimsoll/pool-observer";
import type { PgPoolOptions } from "./pg-shapes.ts";

// pg 8.23.1 lib/defaults.js
const DEFAULT_PORT = 5432;
const DEFAULT_HOST = "localhost";

/**
 * Where a pool connects to, resolved as pg does it (lib/connection-parameters.js): the connection string over the options,
 * these over `PG*` variables, these over the defaults. User, password and query string are read past.
 */
export function identifyPool(options: PgPoolOptions, env: NodeJS.ProcessEnv): PoolIdentity {
  const given = { ...options, ...parseConnectionString(options.connectionString) };
  const database = text(given.database) ?? text(env["PGDATABASE"]) ?? defaultDatabase(given, env);
  return {
    explicitName: text(options.name),
    applicationName: text(given.application_name) ?? text(env["PGAPPNAME"]),
    database,
    host: text(given.host) ?? text(env["PGHOST"]) ?? DEFAULT_HOST,
    port: Number(text(given.port) ?? text(env["PGPORT"]) ?? DEFAULT_PORT),
  };
}

/** pg names the database after the user when none is given. The user is used for nothing else. */
function defaultDatabase(given: PgPoolOptions, env: NodeJS.ProcessEnv): string | undefined {
  const user = text(given.user) ?? text(env["PGUSER"]);
  if (user !== undefined) return user;
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function parseConnectionString(value: unknown): PgPoolOptions {
  if (typeof value !== "string" || !URL.canParse(value)) return {};
  const url = new URL(value);
  const query = url.searchParams;
  return withoutUndefined({
    host: text(query.get("host")) ?? text(decode(url.hostname.replaceAll(/^\[|\]$/g, ""))),
    port: text(query.get("port")) ?? text(url.port),
    database: text(decode(url.pathname.slice(1))),
    user: text(decode(url.username)),
    application_name: text(query.get("application_name")),
  });
}

/** Keys without a value must not hide the option of the same name. */
function withoutUndefined(options: PgPoolOptions): PgPoolOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
