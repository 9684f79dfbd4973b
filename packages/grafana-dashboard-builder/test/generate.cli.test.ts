import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { repositoryPath } from "./repository.ts";

const GENERATE = fileURLToPath(new URL("../src/generate.js", import.meta.url));

function generate(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [GENERATE, ...args], { encoding: "utf8" });
}

t.test("the committed dashboards are what the generator writes", (t) => {
  const out = t.testdir();
  t.equal(generate("--out", out).status, 0);
  const names = readdirSync(repositoryPath("dashboards")).filter((name) => name.endsWith(".json"));
  t.strictSame(readdirSync(out).toSorted(), names.toSorted());
  for (const name of names) {
    const committed = readFileSync(repositoryPath(`dashboards/${name}`), "utf8");
    t.equal(readFileSync(join(out, name), "utf8"), committed, `${name}: run npm run generate`);
  }
  t.equal(generate("--check").status, 0);
  t.end();
});

t.test("--format writes that format, in folders of its own where it has some", (t) => {
  const out = t.testdir();
  t.equal(generate("--out", out, "--format", "provisioning").status, 0);
  t.strictSame(readdirSync(out).toSorted(), ["plimsoll", "plimsoll.yml"]);
  t.equal(readdirSync(join(out, "plimsoll")).length, 5);
  t.end();
});

t.test("--check names a file that differs, or is missing, and exits 1", (t) => {
  const out = t.testdir({ changed: { "plimsoll-pool.json": "{}\n" }, empty: {} });
  for (const folder of ["changed", "empty"]) {
    const { status, stderr } = generate("--check", "--out", join(out, folder));
    t.equal(status, 1);
    t.match(stderr, /plimsoll-pool\.json: is stale\. Run npm run generate\./);
  }
  t.strictSame(readdirSync(join(out, "empty")), [], "nothing is written");
  t.end();
});

t.test("--help tells the options", (t) => {
  const { status, stdout } = generate("--help");
  t.equal(status, 0);
  for (const option of ["--out", "--format", "--check", "--help"]) t.match(stdout, option);
  t.end();
});

t.test("an unknown option, or a folder that cannot be made, is one line and exit 2", (t) => {
  const file = join(t.testdir({ file: "" }), "file", "inside");
  for (const args of [["--nonsense"], ["--out", file], ["--format", "xml"]]) {
    const { status, stderr } = generate(...args);
    t.equal(status, 2);
    t.match(stderr, /^generate: .+ See --help\.\n$/);
  }
  t.end();
});
