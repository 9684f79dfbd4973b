import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { measure } from "./collect.ts";
import { needsDatabase, openPool } from "./database.ts";

t.test(
  "every pool metric of the catalogue is collected from a pg pool, and no other",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t);
    await pool.query("select 1");
    const seen = await collect();
    t.same(
      seen.metricNames.toSorted(),
      Object.values(POOL_METRICS)
        .map((metric) => metric.name)
        .toSorted(),
    );
    for (const metric of Object.keys(POOL_METRICS))
      t.not(seen.points(metric, name).length, 0, `${metric} has a point`);
  },
);
