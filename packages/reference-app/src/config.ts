import { invalidInput } from "./errors.ts";
import { type IntegerRule, parseInteger } from "./input.ts";

/** What Money reads from its environment. */
export interface Config {
  databaseUrl: string;
  host: string;
  /** 0 = any free port. */
  port: number;
  /** Connections in the one pool, 1 to 1000. */
  poolMax: number;
  /** Longest wait for a connection in milliseconds; 0 = wait for ever. */
  acquireTimeoutMs: number;
  /** The /faults routes exist only when true. */
  hasFaults: boolean;
  /** Answers a part of the requests with 503 while the pool is overloaded. */
  shedsLoad: boolean;
  /** How old an account, a list of accounts, a statement or a report may be, in seconds; 0 = each read asks the database. */
  cacheSeconds: number;
}

const PORT_RULE: IntegerRule = { min: 0, max: 65_535 };
const POOL_MAX_RULE: IntegerRule = { min: 1, max: 1000, unit: "connections" };
const ACQUIRE_TIMEOUT_RULE: IntegerRule = {
  min: 0,
  max: 600_000,
  unit: "milliseconds, 0 waits for ever",
};
const CACHE_RULE: IntegerRule = { min: 0, max: 86_400, unit: "seconds, 0 = no cache" };

/**
 * The configuration that an environment asks for. An empty variable counts as absent.
 * @throws MoneyError `MONEY_INVALID_INPUT`, which names the variable, the rule and the value.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const integer = (key: string, fallback: number, rule: IntegerRule): number =>
    env[key] ? parseInteger(key, env[key], rule) : fallback;
  return {
    databaseUrl: readDatabaseUrl(env["DATABASE_URL"]),
    host: readHost(env["HOST"] || "127.0.0.1"),
    port: integer("PORT", 3000, PORT_RULE),
    poolMax: integer("MONEY_POOL_MAX", 10, POOL_MAX_RULE),
    acquireTimeoutMs: integer("MONEY_ACQUIRE_TIMEOUT_MS", 5000, ACQUIRE_TIMEOUT_RULE),
    hasFaults: readSwitch("MONEY_FAULTS", env["MONEY_FAULTS"]),
    shedsLoad: readSwitch("MONEY_SHED_LOAD", env["MONEY_SHED_LOAD"]),
    cacheSeconds: integer("MONEY_CACHE_SECONDS", 0, CACHE_RULE),
  };
}

/**
 * The URL of the database, checked.
 * @throws MoneyError `MONEY_INVALID_INPUT`; of a wrong URL only the scheme is shown, for it may hold a password.
 */
export function readDatabaseUrl(text: string | undefined): string {
  const rule = "a URL such as postgres://user@127.0.0.1:5432/money";
  if (!text) throw invalidInput("DATABASE_URL", rule, undefined);
  const protocol = URL.canParse(text) ? new URL(text).protocol : "no URL";
  if (!["postgres:", "postgresql:"].includes(protocol)) {
    throw invalidInput("DATABASE_URL", rule, protocol);
  }
  return text;
}

function readHost(text: string): string {
  if (/^[\w.:-]{1,253}$/.test(text)) return text;
  throw invalidInput("HOST", "an IP address or a host name", text);
}

function readSwitch(key: string, text: string | undefined): boolean {
  if (!text || text === "0") return false;
  if (text === "1") return true;
  throw invalidInput(key, "0 or 1", text);
}
