import t from "tap";
import { EXPORTER_QUERIES } from "../../src/baseline/baseline-rules.ts";
import { exporterArguments } from "../../src/baseline/exporter-arguments.ts";

t.test("only an exporter without collectors of its own gets queries", (t) => {
  const queries = [`--extend.query-path=${EXPORTER_QUERIES}`];
  t.same(exporterArguments("postgres_exporter, version 0.11.1 (branch: debian/sid)"), queries);
  t.same(exporterArguments("postgres_exporter, version 0.12.1"), queries);
  t.same(exporterArguments("postgres_exporter, version 0.13.0"), ["--collector.postmaster"]);
  t.same(exporterArguments("postgres_exporter, version 1.2.0"), ["--collector.postmaster"]);
  t.same(exporterArguments("postgres_exporter, version  (branch: )"), ["--collector.postmaster"]);
  t.end();
});
