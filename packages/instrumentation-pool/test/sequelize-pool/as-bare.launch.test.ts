import t from "tap";
import { endsAsBare, sameAsBare } from "../as-bare.ts";
import { needsDatabase } from "../database.ts";

t.test(
  "errors, stacks, ticks, keys, methods and results of Sequelize and its pool are those without us",
  needsDatabase,
  (t) => {
    sameAsBare(t, "sequelize");
    t.end();
  },
);

t.test("a rejection that nobody handles ends the process as without us", needsDatabase, (t) => {
  endsAsBare(t, "unhandled-sequelize");
  t.end();
});
