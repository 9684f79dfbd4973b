import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { assertWritable, writeFileAtomically } from "../src/write-file.ts";

t.test("a file is written whole, over an old one, and leaves nothing beside it", (t) => {
  const folder = t.testdir({ "run.json": "old" });
  writeFileAtomically(join(folder, "run.json"), "new");
  t.equal(readFileSync(join(folder, "run.json"), "utf8"), "new");
  t.same(readdirSync(folder), ["run.json"]);
  t.end();
});

t.test("the check of a path changes nothing", (t) => {
  const folder = t.testdir({ "run.json": "old" });
  assertWritable("--json", join(folder, "run.json"));
  assertWritable("--json", join(folder, "new.json"));
  t.equal(readFileSync(join(folder, "run.json"), "utf8"), "old");
  t.same(readdirSync(folder), ["run.json"]);
  t.end();
});

t.test(
  "a path that cannot be written is wrong use, and the message names key, path and reason",
  (t) => {
    const folder = t.testdir();
    t.throws(() => assertWritable("--json", folder), {
      code: "PLIMSOLL_WRONG_USE",
      message: /^--json must be .* got ".*": it is a folder$/,
    });
    t.throws(() => assertWritable("--json", join(folder, "no", "run.json")), {
      code: "PLIMSOLL_WRONG_USE",
      message: /ENOENT/,
    });
    t.end();
  },
);
