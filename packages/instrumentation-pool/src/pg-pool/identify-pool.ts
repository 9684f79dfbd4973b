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
  const systemUser = process.platform === "win32" ? env["USERNAME"] : env["USER"];
  return text(given.user) ?? text(env["PGUSER"]) ?? text(systemUser);
}

/** As pg-connection-string 2.14.1 does it: what the string leaves out hides the option of the same name all the same. */
function parseConnectionString(value: unknown): PgPoolOptions {
  if (typeof value !== "string" || value === "") return {};
  if (value.startsWith("/")) {
    const [host, database] = value.split(" ");
    return { host, database };
  }
  const url = parseUrl(value);
  if (url === undefined) return {};
  const query = url.searchParams;
  const applicationName = query.get("application_name");
  const user = text(query.get("user")) ?? decode(url.username);
  const rest = { user, ...(applicationName !== null && { application_name: applicationName }) };
  if (url.protocol === "socket:")
    return { host: decode(url.pathname), database: query.get("db"), ...rest };
  const host = text(query.get("host")) ?? decode(url.hostname.replaceAll(/^\[|\]$/g, ""));
  return {
    host: host === NO_HOST ? undefined : host,
    port: text(query.get("port")) ?? url.port,
    database: decode(url.pathname.slice(1)),
    ...rest,
  };
}

// A host that stands in where a URL has a user but no host (`postgres://me@/money`), which URL does not parse.
const NO_HOST = "___dummy___";

function parseUrl(value: string): URL | undefined {
  for (const candidate of [value, value.replace("@/", `@${NO_HOST}/`)])
    if (URL.canParse(candidate)) return new URL(candidate);
  return undefined;
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
