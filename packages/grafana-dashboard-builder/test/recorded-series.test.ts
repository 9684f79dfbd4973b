import t from "tap";
import { RECORDED } from "../src/recorded-series.ts";
import { ruleFileValues } from "./repository.ts";

t.test("every recorded series that the dashboards read is recorded by the rules", (t) => {
  const recorded = new Set(ruleFileValues("record"));
  for (const name of Object.values(RECORDED)) t.ok(recorded.has(name), name);
  t.end();
});
