import t from "tap";
import { sameAsBare } from "../as-bare.ts";
import { needsDatabase } from "../database.ts";

t.test(
  "results, errors, order, ticks and objects of each kind of query are bare pg's",
  needsDatabase,
  (t) => {
    sameAsBare(t, "queries");
    t.end();
  },
);
