import t from "tap";
import { PoolRegistry, type PoolSource } from "../src/index.ts";

const source = (isEnded: () => boolean): PoolSource => ({
  counts: () => ({ total: 0, idle: 0, connecting: 0, queued: 0, isEnded: isEnded() }),
  limits: () => ({ max: 10, min: 0, acquireTimeoutSeconds: 0 }),
});

t.test("pools of one name are told apart by a number", (t) => {
  const registry = new PoolRegistry();
  const names = [1, 2, 3].map(
    () =>
      registry.add(
        { explicitName: "p" },
        source(() => false),
      ).name,
  );
  t.same(names, ["p", "p#2", "p#3"]);
  t.end();
});

t.test("an ended pool is reported for five minutes and then leaves with its name", (t) => {
  let now = 0;
  const registry = new PoolRegistry({ clock: () => now });
  registry.add(
    { explicitName: "p" },
    source(() => true),
  );
  const reported = (): number => [...registry.trackers()].length;
  t.equal(reported(), 1);
  now = 299;
  t.equal(reported(), 1);
  now = 301;
  t.equal(reported(), 0);
  t.equal(
    registry.add(
      { explicitName: "p" },
      source(() => false),
    ).name,
    "p",
  );
  t.end();
});
