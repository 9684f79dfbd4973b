import t from "tap";
import { verdictOf } from "../../src/timeline/verdict.ts";
import { record } from "../record.ts";

t.test("the verdict tells the lead, the cause and the route of this run", (t) => {
  t.equal(
    verdictOf(record()),
    "The page came 50.0 s before the first user-visible error and named the cause: leak on /transfers.",
  );
  t.end();
});

t.test("the verdict of a failed run tells every reason", (t) => {
  t.equal(
    verdictOf(record({ pages: [], errors: [] })),
    "Nobody was harmed, so there is no lead to measure.",
  );
  t.end();
});

t.test("the verdict of a control tells how long nothing happened", (t) => {
  t.match(
    verdictOf(record({ kind: "control", pages: [], errors: [] })),
    /^Nobody was paged in 3 min 05 s .* all 3700 requests/,
  );
  t.end();
});
