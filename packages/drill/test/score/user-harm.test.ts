import t from "tap";
import { harmBegan } from "../../src/score/user-harm.ts";
import type { UserRequest } from "../../src/score/user-request.ts";

function request(endedAt: number, status = 200, durationSeconds = 0.1): UserRequest {
  return { name: "GET /accounts", endedAt, durationSeconds, status };
}

/** One good request each tenth of a second: 100 in every 10 s. */
const GOOD = Array.from({ length: 600 }, (_, n) => request(1000 + n / 10));

t.test("good requests harm nobody", (t) => {
  t.equal(harmBegan(GOOD, 0), null);
  t.equal(harmBegan([], 0), null);
  t.end();
});

t.test("one error in a hundred requests of 10 s is harm, one in more is none", (t) => {
  const error = request(1020.05, 503);
  t.equal(harmBegan([...GOOD.filter(({ endedAt }) => endedAt !== 1021), error], 0), 1020.05);
  t.equal(harmBegan([...GOOD, error], 0), null);
  t.end();
});

t.test("two errors within 10 s add up, two further apart do not", (t) => {
  t.equal(harmBegan([...GOOD, request(1020.05, 503), request(1029.95, 0)], 0), 1020.05);
  t.equal(harmBegan([...GOOD, request(1020.05, 503), request(1030.05, 0)], 0), null);
  t.end();
});

t.test("a slow request is an error one second after it began", (t) => {
  const slow = [request(1025.05, 200, 5), request(1025.06, 200, 5)];
  t.equal(harmBegan([...GOOD, ...slow], 0), 1021.05);
  t.end();
});

t.test("a later stretch is found behind a single early error", (t) => {
  const errors = [request(1005.05, 503), request(1040.05, 503), request(1040.06, 503)];
  t.equal(harmBegan([...GOOD, ...errors], 0), 1040.05);
  t.end();
});

t.test("what came before the moment asked for does not count", (t) => {
  const errors = [request(1005.05, 503), request(1005.06, 503)];
  t.equal(harmBegan([...GOOD, ...errors], 1006), null);
  t.end();
});

t.test("the order of the requests does not matter", (t) => {
  const errors = [request(1040.06, 503), request(1040.05, 503)];
  t.equal(harmBegan([...errors, ...GOOD.toReversed()], 0), 1040.05);
  t.end();
});
