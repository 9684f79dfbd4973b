import t from "tap";
import { runName } from "../../src/campaign/run-name.ts";

t.test("the first run is called as its scenario, each other has its number", (t) => {
  t.equal(runName("leak", 1), "leak");
  t.equal(runName("leak", 2), "leak #2");
  t.end();
});
