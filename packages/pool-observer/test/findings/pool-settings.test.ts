import t from "tap";
import { commonSettings } from "../../src/findings/pool-settings.ts";

t.test("what is the same for all pools is kept, the rest is not known", (t) => {
  t.same(
    commonSettings([
      { library: "pg", max: 1, statementTimeoutSeconds: 0, isRemote: true },
      { library: "pg", max: 2, statementTimeoutSeconds: 0 },
    ]),
    { library: "pg", statementTimeoutSeconds: 0 },
  );
  t.same(commonSettings([{ max: 1 }]), { max: 1 });
  t.same(commonSettings([]), {});
  t.end();
});
