import type { InputSeries } from "./first-firings.ts";

const DAY = 86_400;
const MONEY = `datname="money",datid="16384"`;

/** What the exporter's alerts read, of a database that is well. The rules know its labels only as far as they name them. */
export const HEALTHY_DATABASE: InputSeries = {
  pg_up: "1x240",
  pg_exporter_last_scrape_error: "0x240",
  pg_postmaster_start_time_seconds: `-${DAY}x240`,
  [`pg_stat_activity_count{datname="money",state="idle"}`]: "8x240",
  pg_settings_max_connections: "100x240",
  pg_settings_max_locks_per_transaction: "64x240",
  pg_locks_count: "20x240",
  pg_settings_autovacuum_vacuum_threshold: "50x240",
  pg_settings_autovacuum_analyze_threshold: "50x240",
  ...table({}),
  [`pg_stat_database_deadlocks{${MONEY}}`]: "0x240",
  [`pg_stat_database_xact_commit{${MONEY}}`]: "0+500x240",
  [`pg_stat_database_xact_rollback{${MONEY}}`]: "0+1x240",
  pg_txid_current: "0+100x240",
  pg_replication_slots_active: "1x240",
  pg_replication_is_replica: "0x240",
  pg_replication_lag_seconds: "0x240",
  pg_stat_ssl_compression: "0x240",
  pg_bloat_btree_bloat_pct: "10x240",
  pg_bloat_btree_real_size: "200000000x240",
  pg_bloat_table_bloat_pct: "10x240",
  pg_bloat_table_real_size: "300000000x240",
  [`pg_general_index_info_pg_relation_size{indexrelname="money_pkey"}`]: "8192x240",
};

function table(values: Readonly<Record<string, string>>): InputSeries {
  const healthy = {
    n_tup_del: "10x240",
    n_tup_upd: "100x240",
    n_tup_hot_upd: "100x240",
    n_live_tup: "100000x240",
    n_dead_tup: "100x240",
    last_autovacuum: "0x240",
    last_autoanalyze: "0x240",
  };
  return Object.fromEntries(
    Object.entries({ ...healthy, ...values }).map(([name, of]) => [
      `pg_stat_user_tables_${name}`,
      of,
    ]),
  );
}

interface Fault {
  readonly series: InputSeries;
  /** Second of the first firing. */
  readonly at: number;
  readonly seconds: number;
  readonly stepSeconds: number;
}

/** The healthy database with `changes`; a sample each minute for what takes hours. */
function fault(at: number, changes: InputSeries): Fault {
  const series = { ...HEALTHY_DATABASE, ...changes };
  return at < 400
    ? { series, at, seconds: 400, stepSeconds: 5 }
    : { series, at, seconds: at + 60, stepSeconds: 60 };
}

/** Of each alert a fault that it fires on. */
export const SICK_DATABASE: Readonly<Record<string, Fault>> = {
  PostgresqlDown: fault(70, { pg_up: "1 1 0x240" }),
  PostgresqlRestarted: fault(10, { pg_postmaster_start_time_seconds: `-${DAY} -${DAY} 8x240` }),
  PostgresqlExporterError: fault(10, { pg_exporter_last_scrape_error: "0 0 1x240" }),
  PostgresqlTableNotAutoVacuumed: fault(0, table({ last_autovacuum: `-${11 * DAY}x240` })),
  PostgresqlTableNotAutoAnalyzed: fault(0, table({ last_autoanalyze: `-${11 * DAY}x240` })),
  PostgresqlTooManyConnections: fault(130, {
    [`pg_stat_activity_count{datname="money",state="idle"}`]: "8 80 81x240",
  }),
  PostgresqlNotEnoughConnections: fault(130, {
    [`pg_stat_activity_count{datname="money",state="idle"}`]: "8 5 4x240",
  }),
  PostgresqlDeadLocks: fault(10, { [`pg_stat_database_deadlocks{${MONEY}}`]: "0 0 9x240" }),
  PostgresqlHighRollbackRate: fault(5, {
    [`pg_stat_database_xact_rollback{${MONEY}}`]: "0+20x240",
  }),
  PostgresqlCommitRateLow: fault(125, { [`pg_stat_database_xact_commit{${MONEY}}`]: "0x240" }),
  PostgresqlLowXidConsumption: fault(125, { pg_txid_current: "0+20x240" }),
  PostgresqlUnusedReplicationSlot: fault(65, { pg_replication_slots_active: "1 0x240" }),
  PostgresqlTooManyDeadTuples: fault(125, table({ n_dead_tup: "10000 12000x240" })),
  PostgresqlConfigurationChanged: fault(300, {
    pg_settings_work_mem_bytes: "4194304 8388608x240",
  }),
  PostgresqlSslCompressionActive: fault(5, { pg_stat_ssl_compression: "0 1x240" }),
  PostgresqlTooManyLocksAcquired: fault(125, { pg_locks_count: "1280 1281x240" }),
  "PostgresqlBloatIndexHigh(>80%)": fault(3660, { pg_bloat_btree_bloat_pct: "80 81x240" }),
  "PostgresqlBloatTableHigh(>80%)": fault(3660, { pg_bloat_table_bloat_pct: "80 81x240" }),
  PostgresqlInvalidIndex: fault(21_600, {
    [`pg_general_index_info_pg_relation_size{indexrelname="money_pkey_ccnew"}`]: "8192x400",
  }),
  PostgresqlReplicationLag: fault(35, { pg_replication_lag_seconds: "5 6x240" }),
};

/** Alerts whose two sides carry different labels. */
export const UNMATCHED: ReadonlySet<string> = new Set([
  "PostgresqlTableNotAutoVacuumed",
  "PostgresqlTableNotAutoAnalyzed",
  "PostgresqlUnusedReplicationSlot",
  "PostgresqlTooManyLocksAcquired",
]);

/** The same series with the labels that a scrape of an exporter gives them. */
export function asExported(series: InputSeries): InputSeries {
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [withScrapeLabels(name), values]),
  );
}

const OWN_LABELS: readonly (readonly [prefix: string, labels: string])[] = [
  ["pg_stat_user_tables_", `,datname="money",schemaname="public",relname="accounts"`],
  ["pg_replication_slots_", `,slot_name="standby"`],
  ["pg_locks_count", `,datname="money",mode="accesssharelock"`],
];

function withScrapeLabels(series: string): string {
  const [name = "", labels = "}"] = series.split("{");
  const own = OWN_LABELS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? "";
  const scrape = `instance="127.0.0.1:9187",job="postgres",server="127.0.0.1:5432"${own}`;
  return labels === "}" ? `${name}{${scrape}}` : `${name}{${scrape},${labels}`;
}
