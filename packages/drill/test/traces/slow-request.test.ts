import t from "tap";
import { chooseSlowRequests } from "../../src/traces/slow-request.ts";
import { requestSpans } from "./request-spans.ts";

const served = (at: number, waitSeconds: number | null) =>
  requestSpans({ id: `served ${at}`, at, waitSeconds });
const failed = (at: number) =>
  requestSpans({ id: `failed ${at}`, at, waitSeconds: 5, outcome: "timeout" });

const TRACES = [
  served(5, 0.9), // Before the fault.
  served(20, 0.1),
  served(30, 0.4),
  served(40, null),
  served(41, 0.2),
  failed(49.5),
  failed(49),
  served(51, 2),
];

t.test("the longest wait is that of a request answered between fault and first error", (t) => {
  const { longestWait, received } = chooseSlowRequests(TRACES, 10, 50);
  t.equal(longestWait?.server.startedAt, 30);
  t.equal(longestWait?.waitSeconds.toFixed(6), "0.400000");
  t.equal(longestWait?.waits.length, 1);
  t.equal(received, TRACES.length);
  t.end();
});

t.test("the first error is the request that had waited longest when it came", (t) => {
  t.equal(chooseSlowRequests(TRACES, 10, 50).firstError?.server.startedAt, 49);
  t.end();
});

t.test("without an error the longest wait is that of the whole run, and no error is shown", (t) => {
  const chosen = chooseSlowRequests(TRACES, 0, null);
  t.equal(chosen.longestWait?.waitSeconds.toFixed(6), "5.000000");
  t.equal(chosen.firstError, null);
  t.end();
});

t.test("traces without a wait or without a request are passed over", (t) => {
  const spans = served(30, 0.4).map((span) => ({ ...span, isServer: false }));
  t.same(chooseSlowRequests([spans, served(40, null)], 10, 50), {
    received: 1,
    longestWait: null,
    firstError: null,
  });
  t.end();
});
