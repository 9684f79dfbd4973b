import postgres from "postgres";
import { serverOptions, uniqueName } from "../database.ts";
import { endAfter, type PoolDriver } from "../pool-driver.ts";

/** postgres.js on the test's database, with its pool named by its application_name. */
export function openSql(options: postgres.Options<{}> = {}): { sql: postgres.Sql; name: string } {
  const name = uniqueName();
  const { host, port, user, password, database } = serverOptions();
  const sql = postgres({
    host,
    port,
    user,
    password: String(password ?? ""),
    database,
    connection: { application_name: name },
    onnotice: () => undefined,
    ...options,
  } as postgres.Options<{}>);
  return { sql, name };
}

export const postgresDriver: PoolDriver = {
  library: "postgres.js",
  refusedError: { name: "Error", message: /connect ECONNREFUSED 127\.0\.0\.1:1/ },
  connectsAgain: true,
  losesQueries: true,
  pipelines: true,
  forgetsTransactions: true,
  open(t, { max = 10, idleSeconds, ...address } = {}) {
    const { sql, name } = openSql({
      max,
      ...address,
      ...(idleSeconds !== undefined && { idle_timeout: idleSeconds }),
    });
    // A connection that a rejected `sql.reserve()` left behind is never given back: end() would wait for it.
    let ended: Promise<void> | undefined;
    const end = () => (ended ??= sql.end({ timeout: 1 }));
    const leased = endAfter(t, end);
    const acquire = async () => {
      const held = await sql.reserve();
      return {
        // A query begins when someone awaits it; `async` does.
        query: async (text: string) => held.unsafe(text),
        release: leased(() => held.release()),
      };
    };
    return {
      name,
      acquire,
      begin: acquire,
      query: async (text) => sql.unsafe(text),
      end,
    };
  },
};
