import t from "tap";
import { createTapReader } from "../src/tap-summary.js";

/** @param {string} text */
function read(text) {
  /** @type {{ name: string, isOk: boolean, note: string }[]} */
  const files = [];
  /** @type {{ path: string[], details: string[] }[]} */
  const failures = [];
  const reader = createTapReader({
    onFile: (file) => files.push(file),
    onFailure: (failure) => failures.push(failure),
  });
  // In pieces of 7 characters, as a pipe may cut it.
  for (const piece of text.match(/[^]{1,7}/g) ?? []) reader.write(piece);
  return { summary: reader.end(), files, failures };
}

// Taken from tap 21.8.0, shortened.
const FAILING = `TAP version 14
1..3
# Subtest: a.test.js
    # Subtest: good thing is good
        ok 1 - should be equal
        1..1
    ok 1 - good thing is good # time=21.542ms
    
    # Subtest: bad thing is bad
        not ok 1 - one is two
          ---
          compare: ===
          diff: |
            --- expected
            +++ actual
            not ok 9 - text of a diff, no point
          ...
        
        ok 2 - should be equal
        1..2
    not ok 2 - bad thing is bad # time=32.798ms
      ---
      at:
        lineNumber: 3
      ...
    
    # Subtest: later
    not ok 3 - later # TODO
    
    1..3
not ok 1 - a.test.js # time=60ms
  ---
  exitCode: 1
  ...

ok 2 - b.test.js # SKIP no DATABASE_URL
not ok 3 - c.test.js # time=9ms
  ---
  exitCode: 7
  ...

# No coverage generated
# { total: 5, pass: 2, fail: 2, todo: 1, skip: 1 }
# time=1241.302ms
`;

t.test("the counts are those of tap's closing line", async (t) => {
  t.same(read(FAILING).summary, {
    passed: 2,
    failed: 2,
    skipped: 1,
    todo: 1,
    isComplete: true,
    bailOut: undefined,
  });
  t.match(read("# { total: 43, pass: 43 }").summary, { passed: 43, failed: 0, isComplete: true });
});

t.test("only the innermost failures are told, with their path and YAML block", async (t) => {
  t.same(read(FAILING).failures, [
    {
      path: ["a.test.js", "bad thing is bad", "one is two"],
      details: [
        "compare: ===",
        "diff: |",
        "  --- expected",
        "  +++ actual",
        "  not ok 9 - text of a diff, no point",
      ],
    },
    { path: ["c.test.js"], details: ["exitCode: 7"] },
  ]);
});

t.test("each test file is told once, with its verdict and remark", async (t) => {
  t.same(read(FAILING).files, [
    { name: "a.test.js", isOk: false, note: "time=60ms" },
    { name: "b.test.js", isOk: true, note: "SKIP no DATABASE_URL" },
    { name: "c.test.js", isOk: false, note: "time=9ms" },
  ]);
});

t.test("a bail out is kept with its reason", async (t) => {
  const { summary } = read("TAP version 14\nBail out! no more\n# { total: 43, pass: 43 }\n");
  t.match(summary, { bailOut: "no more", passed: 43 });
});

t.test("an output that breaks off is not complete", async (t) => {
  t.equal(read("TAP version 14\n# Subtest: a.test.js\n    ok 1 - x\n").summary.isComplete, false);
  t.equal(read("").summary.isComplete, false);
});
