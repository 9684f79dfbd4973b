import t from "tap";
import { ReadinessWatch } from "../../src/readiness/readiness-watch.ts";
import { ask, failConnect, type FakePools, fakePools, hold, release } from "../fake-pools.ts";

function watchOf({ registry, clock, wait }: FakePools) {
  const watch = new ReadinessWatch({
    registry,
    clock,
    probe: undefined,
    probeFailures: 3,
    requiredPools: [],
    notReadyAfterStalledSeconds: Infinity,
  });
  const afterSeconds = (seconds: number, each: () => void = () => {}) => {
    for (let second = 0; second < seconds; second += 1) {
      each();
      wait(1);
      watch.sample();
    }
    return watch.readiness().status;
  };
  return { watch, afterSeconds };
}

t.test("a pool that never connected is unreachable once two connects failed", async (t) => {
  const pools = fakePools();
  const orders = pools.add("orders");
  const { watch, afterSeconds } = watchOf(pools);
  t.equal(afterSeconds(5), "ready", "it was never used");
  failConnect(orders);
  t.equal(afterSeconds(1), "ready");
  failConnect(orders, "57P03");
  t.equal(afterSeconds(1), "unreachable");
  t.match(watch.readiness().reason, "the last with 57P03");
});

t.test("a pool that worked is unreachable when it shows no life for 3 s", async (t) => {
  const pools = fakePools();
  const orders = pools.add("orders");
  const { afterSeconds } = watchOf(pools);
  afterSeconds(5, () => release(orders, hold(orders)));
  t.equal(
    afterSeconds(2, () => failConnect(orders)),
    "ready",
  );
  t.equal(
    afterSeconds(1, () => failConnect(orders)),
    "unreachable",
  );
  t.equal(
    afterSeconds(1, () => release(orders, hold(orders))),
    "ready",
    "at its first grant",
  );
});

t.test(
  "failures lapse after 10 s with no further one, so that traffic can tell again",
  async (t) => {
    const pools = fakePools();
    const orders = pools.add("orders");
    const { afterSeconds } = watchOf(pools);
    t.equal(
      afterSeconds(3, () => failConnect(orders)),
      "unreachable",
    );
    t.equal(afterSeconds(9), "unreachable");
    t.equal(afterSeconds(2), "ready");
  },
);

t.test(
  "connects that fail while a connection is idle, or runs a query, are no outage",
  async (t) => {
    for (const isIdle of [true, false]) {
      const pools = fakePools();
      const orders = pools.add("orders");
      const { afterSeconds } = watchOf(pools);
      const connection = hold(orders);
      if (isIdle) {
        orders.tracker.released(connection);
        orders.counts.idle = 1;
      } else orders.tracker.queryStarted(connection);
      t.equal(
        afterSeconds(20, () => failConnect(orders)),
        "ready",
      );
    }
  },
);

t.test("connects that fail while a leaked connection is parked are an outage", async (t) => {
  const pools = fakePools();
  const orders = pools.add("orders");
  const { afterSeconds } = watchOf(pools);
  hold(orders);
  t.equal(
    afterSeconds(4, () => failConnect(orders)),
    "unreachable",
  );
});

t.test(
  "a pool is stalled while requests wait and none is granted, however soon each gives up",
  async (t) => {
    const pools = fakePools();
    const orders = pools.add("orders", 1);
    const { watch, afterSeconds } = watchOf(pools);
    const leaked = hold(orders);
    let waiting = ask(orders);
    const oneGivesUpOneComes = () => {
      orders.tracker.requestFailed(waiting, "timeout");
      orders.counts.queued -= 1;
      waiting = ask(orders);
    };
    t.equal(afterSeconds(10, oneGivesUpOneComes), "busy");
    t.equal(afterSeconds(1, oneGivesUpOneComes), "stalled");
    t.equal(watch.readiness().isReady, true);
    release(orders, leaked);
    release(orders, hold(orders));
    t.equal(afterSeconds(1), "busy", "one was granted");
  },
);

t.test("pools that ended are forgotten", async (t) => {
  const pools = fakePools();
  const orders = pools.add("orders");
  const { watch, afterSeconds } = watchOf(pools);
  t.equal(
    afterSeconds(3, () => failConnect(orders)),
    "unreachable",
  );
  orders.counts.isEnded = true;
  t.equal(afterSeconds(1), "ready");
  t.strictSame(watch.pools(), []);
});
