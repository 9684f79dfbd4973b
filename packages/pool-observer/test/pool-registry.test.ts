import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";
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

t.test("a pool made again under the name of one that ended goes on with its numbers", (t) => {
  const registry = new PoolRegistry({ clock: () => 0 });
  let isEnded = false;
  const identity = { explicitName: "p", host: "db" };
  const first = registry.add(
    identity,
    source(() => isEnded),
  );
  first.requestFailed(first.requestStarted("queued"), "failed");
  isEnded = true;
  const second = registry.add(
    identity,
    source(() => false),
  );
  t.equal(second, first);
  t.equal(second.isEnded, false);
  t.equal(second.read().outcomes.failed, 1);
  t.end();
});

t.test("a pool of an ended one's name that connects elsewhere has a number of its own", (t) => {
  const registry = new PoolRegistry({ clock: () => 0 });
  const names = ["a", "b", "b"].map(
    (host) =>
      registry.add(
        { explicitName: "p", host },
        source(() => true),
      ).name,
  );
  t.same(names, ["p", "p#2", "p#2"]);
  t.end();
});

t.test("beyond 50 names pools share one, and their numbers are summed", (t) => {
  const registry = new PoolRegistry();
  const trackers = Array.from({ length: 60 }, (_, i) =>
    registry.add(
      { explicitName: `tenant-${i}`, host: `db-${i}` },
      source(() => i === 55),
    ),
  );
  t.equal(trackers[49]?.name, "tenant-49");
  t.equal(trackers[50]?.name, "other");
  t.equal(trackers[59], trackers[50]);
  t.equal([...registry.trackers()].length, 51);
  t.same(trackers[50]?.attributes, {
    "db.client.connection.pool.name": "other",
    "db.system.name": "postgresql",
  });
  t.equal(trackers[50]?.read().limits.max, 90, "nine live ones of 10");
  t.end();
});

t.test(
  "a pool that cannot be looked at ends no app: one warning, and no more looking",
  async (t) => {
    const warnings: unknown[][] = [];
    const logger = { warn: (...args: unknown[]) => warnings.push(args) } as unknown as DiagLogger;
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    t.teardown(() => diag.disable());
    const registry = new PoolRegistry();
    const broken = source(() => false);
    let looks = 0;
    registry.add({ explicitName: "p" }, { ...broken, limits: () => broken.limits() });
    registry.add(
      { explicitName: "q" },
      {
        ...broken,
        limits: () => {
          looks += 1;
          if (looks > 1) throw new Error("gone");
          return broken.limits();
        },
      },
    );
    const stop = registry.startTicking();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    stop();
    t.equal(warnings.length, 1);
    t.equal(looks, 2);
  },
);
