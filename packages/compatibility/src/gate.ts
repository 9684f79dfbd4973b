import pg from "pg";

const LOCK = 4;

/** An advisory lock that callers of an app must pass: as `GATE` in `apps/serve.cjs`. */
export interface Gate {
  /** How many wait before it. */
  waiting(): Promise<number>;
  /** Lets everyone pass. */
  open(): Promise<void>;
}

/** The `application_name` of the connection that holds the gate, which is not the app's. */
export const GATE_NAME = "gate";

export async function closeGate(databaseUrl: string): Promise<Gate> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: GATE_NAME });
  await client.connect();
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  return {
    async waiting() {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted and objid = $1 and database = (select oid from pg_database where datname = current_database())",
        [LOCK],
      );
      return rows[0]?.count ?? 0;
    },
    open: () => client.end(),
  };
}
