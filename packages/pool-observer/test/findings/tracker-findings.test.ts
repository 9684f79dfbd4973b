import t from "tap";
import {
  type ConfigFinding,
  findingContext,
  observeNumbers,
  PoolRegistry,
  type PoolSettings,
  type PoolTracker,
} from "../../src/index.ts";

interface SetPool {
  readonly tracker: PoolTracker;
  settings: PoolSettings;
  isEnded: boolean;
}

function addPool(registry: PoolRegistry, explicitName: string, settings: PoolSettings): SetPool {
  const pool = { settings, isEnded: false };
  const tracker = registry.add(
    { explicitName },
    {
      counts: () => ({ total: 0, idle: 0, connecting: 0, queued: 0, isEnded: pool.isEnded }),
      limits: () => ({ max: 10, min: 0, acquireTimeoutSeconds: 0 }),
      settings: () => pool.settings,
    },
  );
  return Object.assign(pool, { tracker });
}

/** Value and severity by rule, as they are reported. */
function reported(tracker: PoolTracker): Map<unknown, [number, unknown]> {
  const rules = new Map<unknown, [number, unknown]>();
  observeNumbers(tracker, tracker.read(), (metric, value, own) => {
    if (metric === "configFindings") rules.set(own?.["rule"], [value, own?.["severity"]]);
  });
  return rules;
}

t.test("a rule is 1 while it finds something, and 0 before and after", (t) => {
  const pool = addPool(new PoolRegistry(), "p", { acquireTimeoutSeconds: 5 });
  const seen = () => reported(pool.tracker).get("acquire_timeout_missing");
  t.same(seen(), [0, "warning"]);
  pool.settings = { acquireTimeoutSeconds: 0 };
  t.same(seen(), [1, "warning"]);
  pool.settings = { acquireTimeoutSeconds: 5 };
  t.same(seen(), [0, "warning"]);
  t.end();
});

t.test("an ended pool has no findings", (t) => {
  const pool = addPool(new PoolRegistry(), "p", { acquireTimeoutSeconds: 0 });
  pool.isEnded = true;
  t.same(pool.tracker.read().configFindings, []);
  for (const [value] of reported(pool.tracker).values()) t.equal(value, 0);
  t.end();
});

t.test("what the team says of the rules holds for pools that are there already", (t) => {
  const registry = new PoolRegistry();
  const { tracker } = addPool(registry, "p", { acquireTimeoutSeconds: 40 });
  t.equal(tracker.configFindings().length, 1);
  registry.findingContext = findingContext(60);
  t.same(tracker.configFindings(), []);
  t.end();
});

t.test("pools that share the name other have a finding when each of them has it", (t) => {
  const registry = new PoolRegistry();
  for (let i = 0; i < 50; i += 1) addPool(registry, `p${i}`, {});
  const first = addPool(registry, "p50", { acquireTimeoutSeconds: 0, max: 1 });
  const second = addPool(registry, "p51", { acquireTimeoutSeconds: 0, max: 2 });
  t.equal(first.tracker.name, "other");
  t.equal(second.tracker, first.tracker);
  const rules = () => first.tracker.configFindings().map(({ rule }) => rule);
  t.same(rules(), ["acquire_timeout_missing"]);
  second.isEnded = true;
  t.same(rules(), ["acquire_timeout_missing", "pool_max_one"], "an ended one counts no more");
  t.end();
});

t.test("each pool with findings is told of once, three seconds after it was first seen", (t) => {
  let now = 0;
  const registry = new PoolRegistry({ clock: () => now });
  const told: [string, readonly ConfigFinding[]][] = [];
  registry.onFindings((findings, { name }) => told.push([name, findings]));
  const pool = addPool(registry, "bad", { acquireTimeoutSeconds: 0, hasErrorListener: false });
  addPool(registry, "good", { acquireTimeoutSeconds: 5 });
  registry.tick();
  pool.settings = { acquireTimeoutSeconds: 0, hasErrorListener: true };
  for (now of [1, 2, 3, 4, 60]) registry.tick();
  t.match(told, [["bad", [{ rule: "acquire_timeout_missing" }]]]);
  t.equal(told.length, 1);
  t.equal(told[0]?.[1].length, 1, "the listener that came late is there");
  t.end();
});

t.test("a pool that goes on under the name of one that ended is not told of again", (t) => {
  let now = 0;
  const registry = new PoolRegistry({ clock: () => now });
  let told = 0;
  registry.onFindings(() => (told += 1));
  const pool = addPool(registry, "p", { max: 1 });
  for (now of [0, 3]) registry.tick();
  pool.isEnded = true;
  t.equal(addPool(registry, "p", { max: 1 }).tracker, pool.tracker);
  for (now of [4, 8, 12]) registry.tick();
  t.equal(told, 1);
  t.end();
});

t.test("a pool that takes over from one that ended at once is told of in its place", (t) => {
  let now = 0;
  const registry = new PoolRegistry({ clock: () => now });
  const told: string[] = [];
  registry.onFindings((findings) => told.push(...findings.map(({ rule }) => rule)));
  const migration = addPool(registry, "p", { max: 1 });
  registry.tick();
  migration.isEnded = true;
  for (now of [3, 5]) registry.tick();
  addPool(registry, "p", { acquireTimeoutSeconds: 0 });
  for (now of [6, 10, 14]) registry.tick();
  t.same(told, ["acquire_timeout_missing"]);
  t.end();
});

t.test("a listener that left hears nothing, and one that comes later hears all", (t) => {
  let now = 0;
  const registry = new PoolRegistry({ clock: () => now });
  const heard: string[] = [];
  const leave = registry.onFindings(() => heard.push("first"));
  addPool(registry, "p", { max: 1 });
  leave();
  for (now of [0, 5]) registry.tick();
  registry.onFindings(() => heard.push("second"));
  for (now of [6, 10]) registry.tick();
  t.same(heard, ["second"]);
  t.end();
});
