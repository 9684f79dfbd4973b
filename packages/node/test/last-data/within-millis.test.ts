import t from "tap";
import { withinMillis } from "../../src/last-data/within-millis.ts";

t.test("work that is done or fails in time is not waited for any longer", async () => {
  await withinMillis(60_000, Promise.resolve());
  await withinMillis(60_000, Promise.reject(new Error("no")));
});

t.test("work that takes too long is left alone", async () => {
  await withinMillis(5, new Promise(() => undefined));
});
