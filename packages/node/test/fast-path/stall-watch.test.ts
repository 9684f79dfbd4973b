import {
  HeldConnection,
  type PoolCounts,
  PoolRegistry,
  type PoolTracker,
} from "@plimsoll/pool-observer";
import t from "tap";
import { type Stall, StallWatch } from "../../src/fast-path/stall-watch.ts";

const MAX = 2;

/** A pool that was granted a connection and has been quiet since, looked at every second. */
class Scene {
  now = 1000;
  readonly registry: PoolRegistry = new PoolRegistry({ clock: () => this.now });
  readonly watch: StallWatch = new StallWatch(() => this.now);
  counts: PoolCounts = { total: MAX, idle: 0, connecting: 0, queued: 0, isEnded: false };
  readonly tracker: PoolTracker = this.registry.add(
    { host: "db", port: 5432, database: "money" },
    { counts: () => this.counts, limits: () => ({ max: MAX, min: 0, acquireTimeoutSeconds: 0 }) },
  );

  constructor(warmSeconds = 60) {
    this.grant();
    this.look(warmSeconds);
  }

  /** A request is granted at once, and its query runs from then on. */
  grant(): HeldConnection {
    const connection = new HeldConnection();
    this.tracker.requestGranted(this.tracker.requestStarted("created"), connection);
    this.tracker.queryStarted(connection);
    return connection;
  }

  /** Looks each second for `seconds`; returns what the last look found. */
  look(seconds: number, eachSecond: () => void = () => {}): Stall[] {
    let found: Stall[] = [];
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1;
      eachSecond();
      found = this.watch.look(this.registry.trackers());
    }
    return found;
  }

  /** Looks each second until a stall is found; returns after how many. */
  until(limit: number): number | undefined {
    for (let second = 1; second <= limit; second += 1) if (this.look(1).length > 0) return second;
    return undefined;
  }
}

t.test(
  "a pool that grants nothing stands still 13 s after the first request began to wait",
  (t) => {
    const scene = new Scene();
    scene.tracker.requestStarted("queued");
    t.equal(scene.until(60), 13);
    const [stall] = scene.look(10);
    t.equal(stall?.tracker, scene.tracker);
    t.equal(stall?.seconds, 22, "since one second after the wait began");
    t.end();
  },
);

t.test("a stall ends when the waiter is served, and the next one starts anew", (t) => {
  const scene = new Scene();
  const request = scene.tracker.requestStarted("queued");
  scene.look(20);
  scene.tracker.requestGranted(request, new HeldConnection());
  t.same(scene.look(1), []);
  scene.tracker.requestStarted("queued");
  t.equal(scene.until(60), 13);
  t.end();
});

t.test("a restart of the database of 10 s is no stall", (t) => {
  const scene = new Scene();
  const request = scene.tracker.requestStarted("queued");
  t.same(scene.look(10), []);
  scene.tracker.requestGranted(request, new HeldConnection());
  t.equal(scene.until(60), undefined);
  t.end();
});

t.test(
  "waiters that time out one after the other are a stall like one that waits for ever",
  (t) => {
    const scene = new Scene();
    const waiting = [scene.tracker.requestStarted("queued")];
    const arriveAndGiveUp = (): void => {
      waiting.push(scene.tracker.requestStarted("queued"));
      if (waiting.length > 5) scene.tracker.requestFailed(waiting.shift()!, "timeout");
    };
    t.equal(scene.look(20, arriveAndGiveUp).length, 1);
    t.end();
  },
);

t.test("a long queue that is served is an overload and no stall", (t) => {
  const scene = new Scene();
  const queue = Array.from({ length: 20 }, () => scene.tracker.requestStarted("queued"));
  const serveOne = (): void => {
    queue.push(scene.tracker.requestStarted("queued"));
    scene.tracker.requestGranted(queue.shift()!, new HeldConnection());
  };
  t.same(scene.look(60, serveOne), []);
  t.end();
});

t.test("a pool that has granted nothing yet, or only since 30 s, may be starting", (t) => {
  const cold = new Scene(1);
  cold.tracker.requestStarted("queued");
  t.equal(cold.until(60), 30);
  const never = new Scene();
  const other = never.registry.add(
    { host: "cold", port: 5432, database: "money" },
    { counts: () => never.counts, limits: () => ({ max: MAX, min: 0, acquireTimeoutSeconds: 0 }) },
  );
  other.requestStarted("created");
  t.same(never.look(100), []);
  t.end();
});

t.test("a process that stood still itself starts to count anew", (t) => {
  const scene = new Scene();
  scene.tracker.requestStarted("queued");
  scene.look(10);
  scene.now += 30;
  t.equal(scene.until(60), 12, "from the first look after it");
  t.end();
});

t.test("a leak is left to its own alert, and an ended pool is no stall", (t) => {
  const scene = new Scene();
  const holders = [scene.grant(), scene.grant()];
  for (const holder of holders) scene.tracker.queryEnded(holder);
  scene.look(40);
  scene.tracker.requestStarted("queued");
  t.same(scene.look(30), []);
  t.equal(scene.tracker.verdict()?.cause, "leak");
  const ended = new Scene();
  ended.tracker.requestStarted("queued");
  ended.look(20);
  ended.counts = { ...ended.counts, isEnded: true };
  t.same(ended.look(1), []);
  t.end();
});

t.test(
  "a stall keeps the cause that it was found with, and is stalled without a plain one",
  (t) => {
    const scene = new Scene();
    scene.tracker.requestStarted("queued");
    scene.tracker.connectFailed(scene.tracker.connectStarted(), "timeout");
    t.equal(scene.look(13)[0]?.cause, "connect_failure");
    scene.tracker.connectSucceeded(scene.tracker.connectStarted());
    scene.tracker.connectSucceeded(scene.tracker.connectStarted());
    t.equal(scene.look(1)[0]?.cause, "connect_failure");
    const plain = new Scene();
    plain.tracker.queryEnded(plain.grant());
    plain.tracker.requestStarted("queued");
    t.match(plain.look(13)[0]?.cause, /^stalled$|^slow_query$/);
    t.end();
  },
);
