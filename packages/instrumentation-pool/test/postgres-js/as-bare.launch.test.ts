import t from "tap";
import { endsAsBare, sameAsBare } from "../as-bare.ts";
import { needsDatabase } from "../database.ts";

t.test(
  "results, order, errors, stacks, ticks, keys and logs of postgres.js are those without us",
  needsDatabase,
  (t) => {
    sameAsBare(t, "postgres-js");
    t.end();
  },
);

t.test("a rejection that nobody handles ends the process as without us", needsDatabase, (t) => {
  endsAsBare(t, "unhandled-postgres-js");
  t.end();
});
