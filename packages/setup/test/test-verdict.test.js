import t from "tap";
import { judgeTests } from "../src/test-verdict.js";

const fine = { passed: 43, failed: 0, skipped: 0, todo: 0, isComplete: true, bailOut: undefined };

t.test("a run in which all passed is a success", async (t) => {
  t.same(judgeTests(fine, 0), { exitCode: 0, remarks: [], lastLine: "43 passed, 0 failed" });
});

t.test("counted failures fail the run", async (t) => {
  t.match(judgeTests({ ...fine, failed: 2 }, 1), { exitCode: 1, lastLine: "43 passed, 2 failed" });
});

t.test("what is skipped or still to do is said and does not fail the run", async (t) => {
  const verdict = judgeTests({ ...fine, skipped: 3, todo: 1 }, 0);
  t.match(verdict, { exitCode: 0, remarks: [/skipped: 3/, /still to do: 1/] });
});

t.test("a run that failed as a whole never says 0 failed", async (t) => {
  const broken = {
    "no test was run": [{ ...fine, passed: 0 }, 0],
    "bailed out (no more)": [{ ...fine, bailOut: "no more" }, 1],
    "though no test failed": [fine, 1],
    "before it was done": [{ ...fine, isComplete: false }, 143],
  };
  for (const [why, [summary, code]] of Object.entries(broken)) {
    const verdict = judgeTests(summary, code);
    t.equal(verdict.exitCode, 1, why);
    t.match(verdict.lastLine, /^\d+ passed, 1 failed$/, why);
    t.ok(verdict.remarks.join().includes(why), why);
  }
});
