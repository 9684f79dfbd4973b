/** Libraries whose options a finding can name. `pg` is pg-pool and all that is built on it. */
export const SETTINGS_LIBRARIES = ["pg", "Knex", "Sequelize", "postgres.js"] as const;
export type SettingsLibrary = (typeof SETTINGS_LIBRARIES)[number];

/**
 * How a pool is set, as far as its process can see. A value that cannot be known, or that its library has not, is undefined, and no rule speaks of it.
 * Values that the server holds for the role or the database, or that a `SET` gives, cannot be seen.
 */
export interface PoolSettings {
  /** Whose options to name when something is to be changed. */
  readonly library?: SettingsLibrary | undefined;
  readonly max?: number | undefined;
  /** 0 = a request waits for ever. */
  readonly acquireTimeoutSeconds?: number | undefined;
  /** How long opening a connection may take; 0 = for ever. Undefined too where the acquire timeout bounds it. */
  readonly connectTimeoutSeconds?: number | undefined;
  /** 0 = a connection is kept for as long as it works. */
  readonly maxLifetimeSeconds?: number | undefined;
  /** Requests that one connection serves; Infinity = any number. */
  readonly maxUses?: number | undefined;
  /** PostgreSQL's `statement_timeout`; 0 = none is asked for. */
  readonly statementTimeoutSeconds?: number | undefined;
  /** How long the client waits for an answer; 0 = for ever. */
  readonly queryTimeoutSeconds?: number | undefined;
  /** PostgreSQL's `lock_timeout`; 0 = none is asked for. */
  readonly lockTimeoutSeconds?: number | undefined;
  /** PostgreSQL's `idle_in_transaction_session_timeout`; 0 = none is asked for. */
  readonly idleInTransactionTimeoutSeconds?: number | undefined;
  /** Whether anything listens to the pool's `error` event, of a pool whose process ends when nothing does. */
  readonly hasErrorListener?: boolean | undefined;
  /** Whether TCP keep-alive is on. */
  readonly hasKeepAlive?: boolean | undefined;
  readonly hasTls?: boolean | undefined;
  /** Whether the server is reached over a network: by neither a Unix socket nor loopback. */
  readonly isRemote?: boolean | undefined;
}

/** What is the same for each of several pools; the rest is undefined, as if it could not be known. */
export function commonSettings(all: readonly PoolSettings[]): PoolSettings {
  const [first = {}, ...others] = all;
  const isCommon = ([key, value]: [string, unknown]) =>
    others.every((settings) => settings[key as keyof PoolSettings] === value);
  return Object.fromEntries(Object.entries(first).filter(isCommon));
}
