import { ALERTS } from "@plimsoll/alert-rule-builder";
import t from "tap";
import { SCENARIOS, SHORT_SCENARIOS } from "../../src/scenarios/all-scenarios.ts";

const FAULTS = SCENARIOS.filter(({ kind }) => kind === "fault");
const CONTROLS = SCENARIOS.filter(({ kind }) => kind === "control");

/** Over the windows of a minute that the rules look back on, and two scrapes. */
const LEAST_WARM_UP_SECONDS = 70;
const NOTHING = { onset: null, expectedCauses: [], expectedRoute: null, expectedTicket: null };
/** A campaign's longest run: several must fit into an hour. */
const MOST_SECONDS = 1200;

t.test("the faults are those that were promised, each once", (t) => {
  t.same(FAULTS.map(({ name }) => name).toSorted(), [
    "acquire-timeout-missing",
    "cache-outage",
    "cascading-retries",
    "connect-refused",
    "db-restart",
    "db-stop",
    "event-loop-block",
    "failover",
    "held-idle",
    "idle-in-transaction",
    "leak",
    "leak-fast",
    "lock-contention",
    "nested-acquire",
    "network-blackhole",
    "pool-undersized",
    "post-mortem",
    "replica-lag",
    "scale-out",
    "slow-query",
    "surge",
    "surge-fast",
  ]);
  t.end();
});

t.test("the controls are those that were promised, each once", (t) => {
  t.same(CONTROLS.map(({ name }) => name).toSorted(), [
    "batch-job",
    "cold-start",
    "deploy-with-new-pool-size",
    "healthy-surge",
    "noisy-neighbour",
    "rolling-restart",
    "scrape-gap",
    "short-burst",
    "steady",
  ]);
  t.end();
});

t.test("a fault says how it comes, breaks something, and names what an alert can name", (t) => {
  const causes = new Set<string>(
    ALERTS.filter(({ severity }) => severity === "page").map(({ cause }) => cause),
  );
  for (const { name, onset, begin, expectedCauses, expectedTicket } of FAULTS) {
    t.ok(onset, `${name}: onset`);
    t.type(begin, "function", `${name}: begin`);
    t.ok(expectedCauses.length > 0 || expectedTicket !== null, `${name}: a cause or a ticket`);
    for (const cause of expectedCauses) t.ok(causes.has(cause), `${name}: ${cause}`);
  }
  t.end();
});

t.test("a ticket that a fault expects is one that can come, and the fault is no page then", (t) => {
  const tickets = ALERTS.filter(({ severity }) => severity === "ticket").map(({ name }) => name);
  for (const { name, expectedTicket, expectedCauses } of FAULTS) {
    if (expectedTicket === null) continue;
    t.ok(tickets.includes(expectedTicket), `${name}: ${expectedTicket}`);
    t.same(expectedCauses, [], name);
  }
  t.end();
});

t.test("a control expects nothing, has no onset, and waits for no end of pages", (t) => {
  for (const { name, onset, expectedCauses, expectedRoute, expectedTicket, ...rest } of CONTROLS) {
    t.same({ onset, expectedCauses, expectedRoute, expectedTicket }, NOTHING, name);
    t.equal(rest.resolveSeconds, 0, name);
  }
  t.end();
});

t.test("a fault has a warm-up and a past that its growth is measured against", (t) => {
  for (const { name, warmUpSeconds, hasPast } of FAULTS) {
    t.ok(warmUpSeconds >= LEAST_WARM_UP_SECONDS, `${name}: ${warmUpSeconds} s`);
    t.equal(hasPast, true, name);
  }
  t.same(
    CONTROLS.filter(({ hasPast }) => !hasPast).map(({ name }) => name),
    ["cold-start"],
  );
  t.end();
});

t.test("a run's times are whole, leave room for what they wait for, and end", (t) => {
  for (const scenario of SCENARIOS) {
    const { name, kind, warmUpSeconds, watchSeconds, aftermathSeconds, resolveSeconds } = scenario;
    const times = [warmUpSeconds, watchSeconds, aftermathSeconds, resolveSeconds];
    t.ok(
      times.every((seconds) => Number.isInteger(seconds) && seconds >= 0),
      name,
    );
    t.ok(warmUpSeconds + watchSeconds + resolveSeconds <= MOST_SECONDS, name);
    if (kind === "fault") t.ok(watchSeconds > aftermathSeconds, `${name}: the aftermath fits in`);
  }
  t.end();
});

t.test("steady load runs from the start to the end, and every load has a rate", (t) => {
  for (const { name, loads } of SCENARIOS) {
    for (const { rate } of loads) t.ok(rate > 0, name);
    const names = loads.map((load) => load.name ?? load.script ?? "money");
    t.equal(new Set(names).size, names.length, `${name}: ${names.join(", ")}`);
  }
  t.end();
});

t.test("the short form is three faults and a control", (t) => {
  const kinds = SHORT_SCENARIOS.map(({ kind }) => kind);
  t.same(kinds.toSorted(), ["control", "fault", "fault", "fault"]);
  for (const { name, watchSeconds, ...rest } of SHORT_SCENARIOS) {
    const whole = SCENARIOS.find((one) => one.name === name);
    t.ok(watchSeconds <= (whole?.watchSeconds ?? 0), name);
    t.equal(rest.begin, whole?.begin, "what breaks is the same");
    t.same(rest.expectedCauses, whole?.expectedCauses);
  }
  t.end();
});

t.test("names and titles are told apart", (t) => {
  t.equal(new Set(SCENARIOS.map(({ name }) => name)).size, SCENARIOS.length);
  t.equal(new Set(SCENARIOS.map(({ title }) => title)).size, SCENARIOS.length);
  t.ok(SCENARIOS.every(({ name }) => /^[a-z]+(-[a-z]+)*$/.test(name)));
  t.end();
});
