import t from "tap";
import { withinSeconds } from "../../src/server-probe/within-seconds.ts";

t.test("withinSeconds gives what the promise gives", async (t) => {
  t.equal(await withinSeconds(1, Promise.resolve(42)), 42);
  await t.rejects(withinSeconds(1, Promise.reject(new Error("no"))), { message: "no" });
});

t.test("withinSeconds fails after the time", async (t) => {
  // Its own timer does not keep the process alive.
  const alive = setInterval(() => undefined, 1000);
  await t.rejects(withinSeconds(0.01, new Promise(() => undefined)), { code: "TIMEOUT" });
  clearInterval(alive);
});
