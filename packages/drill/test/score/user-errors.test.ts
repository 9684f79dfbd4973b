import t from "tap";
import { judgeRequests } from "../../src/score/user-errors.ts";
import { userErrorOf } from "../../src/score/user-request.ts";

const ANSWERED = { name: "POST /transfers", endedAt: 100, durationSeconds: 0.01, status: 201 };

t.test("a request that is answered within a second is no error", (t) => {
  t.equal(userErrorOf(ANSWERED), undefined);
  t.equal(userErrorOf({ ...ANSWERED, durationSeconds: 1 }), undefined);
  t.equal(userErrorOf({ ...ANSWERED, status: 409 }), undefined);
  t.end();
});

t.test("a failed request is an error at its end", (t) => {
  for (const status of [0, 500, 503]) {
    t.match(userErrorOf({ ...ANSWERED, status }), { at: 100, reason: "failed" });
  }
  t.end();
});

t.test(
  "a slow request is an error one second after its start, also when it fails in the end",
  (t) => {
    const slow = { ...ANSWERED, durationSeconds: 5 };
    t.match(userErrorOf(slow), { at: 96, reason: "slow" });
    t.match(userErrorOf({ ...slow, status: 503 }), { at: 96, reason: "slow" });
    t.end();
  },
);

t.test("errors are in the order in which they became errors, not in that of the answers", (t) => {
  const failed = { ...ANSWERED, name: "second", endedAt: 97, status: 503 };
  const slow = { ...ANSWERED, name: "first", endedAt: 100, durationSeconds: 5 };
  const { requests, errors } = judgeRequests([ANSWERED, failed, slow]);
  t.equal(requests, 3);
  t.same(
    errors.map(({ at, request }) => [request.name, at]),
    [
      ["first", 96],
      ["second", 97],
    ],
  );
  t.end();
});
