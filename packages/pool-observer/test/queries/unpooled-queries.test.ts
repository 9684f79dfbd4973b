import { FEW_QUERY_SUMMARIES } from "@plimsoll/catalog";
import t from "tap";
import { HeldConnection } from "../../src/index.ts";
import { shapeOf } from "../../src/queries/query-shape.ts";
import { UnpooledQueries } from "../../src/queries/unpooled-queries.ts";

const SERVER = { "server.address": "db", "server.port": 5432 };

t.test("queries without a pool are reported by their server, with few summaries", (t) => {
  const recorded: unknown[] = [];
  const recorder = {
    operationDuration: (seconds: number, attributes: unknown) =>
      recorded.push([seconds, attributes]),
  };
  const queries = new UnpooledQueries(SERVER, () => 7, { recorder } as never);
  t.equal(queries.now(), 7);
  for (let i = 0; i < 50; i += 1) {
    const shape = shapeOf(`select 1 from t${i}`, "off");
    queries.queryFinished(new HeldConnection(), shape, 0.5, "22012");
  }
  const all = queries.readQueries();
  t.equal(all.length, FEW_QUERY_SUMMARIES + 1);
  for (const { attributes } of all) t.match(attributes, { ...SERVER, "error.type": "22012" });
  t.equal(recorded.length, 50);
  t.same(recorded[0], [0.5, all[0]?.attributes]);
  t.end();
});
