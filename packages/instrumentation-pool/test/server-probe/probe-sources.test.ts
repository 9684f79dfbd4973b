import { PoolRegistry } from "@plimsoll/pool-observer";
import pg from "pg";
import t from "tap";
import type { PgClient } from "../../src/pg-client/pg-client.ts";
import { ClientProbeSource } from "../../src/server-probe/probe-sources.ts";

const counts = { total: 0, idle: 0, connecting: 0, queued: 0, isEnded: false };
const limits = { max: 1, min: 0, acquireTimeoutSeconds: 0 };
const pool = { counts: () => counts, limits: () => limits };

function source(made: { host: string; password: unknown }[]) {
  class Client extends pg.Client {
    constructor(config: pg.ClientConfig) {
      super(config);
      made.push({ host: this.host, password: this.password });
    }
  }
  const clientOf = (config: pg.ClientConfig) => new Client(config) as unknown as PgClient;
  const first = clientOf({ host: "a", password: "old" });
  const tracker = new PoolRegistry().add({}, pool);
  return { clientOf, source: new ClientProbeSource(first, pool, tracker) };
}

t.test("a probe is given what the newest client of the same server was made with", (t) => {
  const made: { host: string; password: unknown }[] = [];
  const { clientOf, source: probed } = source(made);
  probed.saw(clientOf({ host: "a", password: "new" }));
  probed.saw(clientOf({ host: "b", password: "of a replica" }));
  probed.createConnection();
  t.same(made.at(-1), { host: "a", password: "new" });
  t.equal(probed.isEnded(), false);
  t.end();
});
