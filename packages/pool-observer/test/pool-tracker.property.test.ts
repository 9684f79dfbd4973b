import { OUTCOMES } from "@plimsoll/catalog";
import fc from "fast-check";
import t from "tap";
import { HeldConnection, type PoolReading, type PoolRequest } from "../src/index.ts";
import { fakePool } from "./fake-pool.ts";
import { SlowModel } from "./slow-model.ts";

const MAX = 4;
const TOLERANCE = 1e-6;

/** One step of a history: what happens, and to which of the things that it can happen to. */
interface Step {
  readonly kind: "wait" | "request" | "grant" | "fail" | "release" | "query" | "answer";
  readonly pick: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("wait", "request", "grant", "fail", "release", "query", "answer"),
    pick: fc.nat({ max: 1000 }),
  }),
  { maxLength: 200 },
);

/** Drives a tracker and the model through the same history. */
function play(history: readonly Step[]): { reading: PoolReading; model: SlowModel; now: number } {
  const pool = fakePool({ max: MAX });
  const { tracker } = pool;
  const model = new SlowModel();
  const requests: { request: PoolRequest; wait: SlowModel["waits"][number] }[] = [];
  const connections = Array.from({ length: MAX }, () => {
    const modelled = { holds: [], queries: [] };
    model.connections.push(modelled);
    return { held: new HeldConnection(), modelled: model.connections.at(-1)! };
  });
  let now = 0;
  const actions: Record<Step["kind"], (pick: number) => void> = {
    wait: (pick) => {
      pool.wait(pick / 100);
      now += pick / 100;
    },
    request: () => {
      const wait = { from: now, to: undefined };
      model.waits.push(wait);
      requests.push({ request: tracker.requestStarted("queued"), wait });
    },
    grant: (pick) => {
      const free = connections.filter((c) => !c.held.isHeld);
      const connection = free[pick % free.length];
      const [pending] = connection ? requests.splice(pick % Math.max(requests.length, 1), 1) : [];
      if (connection === undefined || pending === undefined) return;
      pending.wait.to = now;
      connection.modelled.holds.push({ from: now, to: undefined });
      tracker.requestGranted(pending.request, connection.held);
    },
    fail: (pick) => {
      const [pending] = requests.splice(pick % Math.max(requests.length, 1), 1);
      if (pending === undefined) return;
      pending.wait.to = now;
      tracker.requestFailed(pending.request, pick % 2 === 0 ? "timeout" : "failed");
      // Whoever reports twice must change nothing.
      tracker.requestFailed(pending.request, "failed");
    },
    release: (pick) => {
      const connection = connections[pick % MAX]!;
      const hold = connection.modelled.holds.find((span) => span.to === undefined);
      if (hold !== undefined) hold.to = now;
      // Also when it is not held: a second release must change nothing.
      tracker.released(connection.held);
    },
    query: (pick) => {
      const connection = connections[pick % MAX]!;
      const running = connection.modelled.queries.find((span) => span.to === undefined);
      if (running !== undefined) running.to = now;
      connection.modelled.queries.push({ from: now, to: undefined });
      tracker.queryStarted(connection.held);
    },
    answer: (pick) => {
      const connection = connections[pick % MAX]!;
      const running = connection.modelled.queries.find((span) => span.to === undefined);
      if (running !== undefined) running.to = now;
      tracker.queryEnded(connection.held);
    },
  };
  for (const { kind, pick } of history) actions[kind](pick);
  return { reading: tracker.read(), model, now };
}

/** The highest number of spans that were open at one moment, of those that lasted. */
function lastingPeak(spans: SlowModel["waits"]): number {
  const lasting = spans.filter((span) => span.to === undefined || span.to > span.from);
  return Math.max(
    0,
    ...lasting.map(
      ({ from }) =>
        lasting.filter((s) => s.from <= from && (s.to === undefined || s.to > from)).length,
    ),
  );
}

function isClose(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

t.test("whatever happens, each request is pending or ended in exactly one outcome", (t) => {
  fc.assert(
    fc.property(steps, (history) => {
      const { reading, model } = play(history);
      const finished = OUTCOMES.reduce((sum, outcome) => sum + reading.outcomes[outcome], 0);
      return (
        reading.requestsStarted === model.waits.length &&
        reading.requestsStarted === finished + reading.pendingRequests
      );
    }),
  );
  t.pass("100 histories");
  t.end();
});

t.test("whatever happens, every integral is that of the slow model", (t) => {
  fc.assert(
    fc.property(steps, (history) => {
      const { reading, model, now } = play(history);
      return (
        isClose(reading.usedSeconds, model.usedSeconds(now)) &&
        isClose(reading.queryingSeconds, model.queryingSeconds(now)) &&
        isClose(reading.pendingSeconds, model.pendingSeconds(now)) &&
        isClose(reading.pressureSeconds.waiting, model.secondsWithAtLeast("waits", 1, now)) &&
        isClose(reading.pressureSeconds.saturated, model.secondsWithAtLeast("holds", MAX, now))
      );
    }),
    { numRuns: 500 },
  );
  t.pass("500 histories");
  t.end();
});

t.test("whatever happens, parked time is that of the slow model", (t) => {
  fc.assert(
    fc.property(steps, (history) => {
      const { reading, model, now } = play(history);
      const parked = model.parkedSeconds(now);
      const { count, sum } = reading.durations.parkedTime;
      return count === parked.holds && isClose(sum, parked.seconds);
    }),
    { numRuns: 500 },
  );
  t.pass("500 histories");
  t.end();
});

t.test("whatever happens, peaks are no lower than what the slow model saw over some time", (t) => {
  fc.assert(
    fc.property(steps, (history) => {
      const { reading, model } = play(history);
      const holds = model.connections.flatMap((connection) => connection.holds);
      return (
        reading.peaks.pending >= lastingPeak(model.waits) &&
        reading.peaks.used >= lastingPeak(holds) &&
        reading.peaks.used <= MAX
      );
    }),
  );
  t.pass("100 histories");
  t.end();
});

t.test("whatever happens, the seconds of all routes are the seconds of the pool", (t) => {
  fc.assert(
    fc.property(steps, (history) => {
      const { reading } = play(history);
      const totals = [...reading.routeSeconds.entries()].map(([, seconds]) => seconds);
      const sum = (kind: "hold" | "wait"): number =>
        totals.reduce((s, route) => s + route[kind], 0);
      return (
        isClose(sum("hold"), reading.usedSeconds) && isClose(sum("wait"), reading.pendingSeconds)
      );
    }),
  );
  t.pass("100 histories");
  t.end();
});

t.test(
  "whatever happens, the oldest waiter and the oldest holder are those of the slow model",
  (t) => {
    fc.assert(
      fc.property(steps, (history) => {
        const { reading, model, now } = play(history);
        const holds = model.connections.flatMap((connection) => connection.holds);
        return (
          isClose(reading.oldestSeconds.waiter, model.oldest(model.waits, now)) &&
          isClose(reading.oldestSeconds.holder, model.oldest(holds, now))
        );
      }),
    );
    t.pass("100 histories");
    t.end();
  },
);
