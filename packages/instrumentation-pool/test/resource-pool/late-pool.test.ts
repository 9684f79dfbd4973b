import { atTime, type PoolIdentity, PoolRegistry, replayableClock } from "@plimsoll/pool-observer";
import t from "tap";
import { LatePool } from "../../src/resource-pool/late-pool.ts";

class Client {
  readonly connectionParameters = { host: "db", port: 5432, database: "money" };
  readonly _ended = true;
  _pulseQueryQueue(): void {}
  once(): void {}
}

function identify(): PoolIdentity {
  return { applicationName: "money" };
}

function open(): { pool: LatePool; registry: PoolRegistry } {
  const registry = new PoolRegistry({ clock: replayableClock });
  const source = {
    counts: () => ({ total: 1, idle: 0, connecting: 0, queued: 0, isEnded: false }),
    limits: () => ({ max: 1, min: 0, acquireTimeoutSeconds: 1 }),
  };
  return { pool: new LatePool({ registry, source, identify }), registry };
}

t.test("what a pool went through before it was known counts at its own times", (t) => {
  const { pool, registry } = open();
  const first = atTime(10, () => pool.requestStarted("created"));
  const second = atTime(11, () => pool.requestStarted("queued"));
  atTime(12, () => pool.connectEnded(10, "ENOTFOUND", false));
  atTime(14, () => pool.requestFailed(second, "timeout"));
  t.same([...registry.trackers()], [], "not named yet");
  const client = new Client();
  atTime(15, () => pool.requestGranted(first, client));
  atTime(17, () => pool.released(client));
  const [tracker] = registry.trackers();
  const reading = atTime(20, () => tracker?.read());
  t.equal(reading?.requestsStarted, 2);
  t.match(reading?.outcomes, { created: 1, timeout: 1, queued: 0, failed: 0 });
  t.equal(reading?.pendingSeconds, 5 + 3);
  t.equal(reading?.usedSeconds, 2);
  t.equal(reading?.durations.waitTime.sum, 5);
  t.equal(reading?.durations.createTime.sum, 2);
  t.equal(reading?.connectFailures.get("ENOTFOUND"), 1);
  t.end();
});

t.test("a pool whose first resource is no pg client is never named, and keeps nothing", (t) => {
  const { pool, registry } = open();
  const request = pool.requestStarted("created");
  const resource = {};
  pool.requestGranted(request, resource);
  pool.released(resource);
  pool.dropped(resource, "idle");
  t.equal(pool.isOther, true);
  t.equal(pool.register(new Client() as never), undefined);
  t.same([...registry.trackers()], []);
  t.same(Reflect.ownKeys(resource), []);
  t.end();
});

t.test(
  "a pool that never has a resource forgets its oldest events, whole requests at a time",
  (t) => {
    const { pool, registry } = open();
    for (let i = 0; i < 20_000; i += 1)
      atTime(i, () => pool.requestFailed(pool.requestStarted("created"), "failed"));
    atTime(20_000, () => pool.register(new Client() as never));
    const [tracker] = registry.trackers();
    const reading = tracker?.read();
    const failed = reading?.outcomes.failed ?? 0;
    t.ok(failed > 1500 && failed <= 2500, `${failed} are remembered`);
    t.equal(reading?.requestsStarted, failed);
    t.equal(reading?.pendingRequests, 0);
    t.end();
  },
);
