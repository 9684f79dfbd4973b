import t from "tap";
import { endsAsBare, sameAsBare } from "../as-bare.ts";
import { needsDatabase } from "../database.ts";

t.test(
  "events, errors, stacks, ticks, keys and results of Knex and its tarn pool are those without us",
  needsDatabase,
  (t) => {
    sameAsBare(t, "knex");
    t.end();
  },
);

t.test("a rejection that nobody handles ends the process as without us", needsDatabase, (t) => {
  endsAsBare(t, "unhandled-knex");
  t.end();
});
