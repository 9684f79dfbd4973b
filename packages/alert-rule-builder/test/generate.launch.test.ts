import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { artifacts } from "../src/artifacts.ts";
import { ruleGroups } from "../src/rule-groups.ts";

const GENERATE = join(import.meta.dirname, "../src/generate.js");
const ALERTS = join(import.meta.dirname, "../../../../alerts");

t.test("alerts/ holds what the sources give", (t) => {
  const done = generate("--check");
  t.equal(done.status, 0, done.stderr);
  t.end();
});

t.test("generate writes every file and --check finds them fresh", (t) => {
  const out = join(t.testdir(), "new");
  t.match(generate("--out", out), { status: 0, stdout: /plimsoll-pool\.rules\.yml\n/ });
  t.equal(generate("--check", "--out", out).status, 0);
  const files = artifacts().map(({ file }) => file);
  t.ok(files.includes("receivers/slack.yml"));
  for (const file of files) {
    t.equal(readFileSync(join(out, file), "utf8"), readFileSync(join(ALERTS, file), "utf8"), file);
  }
  t.end();
});

t.test("--check names each stale file and exits 1 without writing", (t) => {
  const out = t.testdir();
  generate("--out", out);
  writeFileSync(join(out, "alertmanager.yml"), "changed");
  const done = generate("--check", "--out", out);
  t.equal(done.status, 1);
  t.match(done.stderr, /alertmanager\.yml: not what the sources give/);
  t.notMatch(done.stderr, /plimsoll-pool/);
  t.equal(readFileSync(join(out, "alertmanager.yml"), "utf8"), "changed");
  t.end();
});

t.test("base addresses can be given, and an unknown flag exits 2", (t) => {
  const out = t.testdir();
  generate("--out", out, "--runbook-base", "https://wiki.example/r/");
  const text = readFileSync(join(out, "plimsoll-pool.rules.yml"), "utf8");
  t.match(text, "runbook_url: https://wiki.example/r/PlimsollPoolLeak.md");
  t.match(generate("--bogus"), { status: 2, stderr: /'--bogus'.*--help/ });
  t.match(generate("--help"), { status: 0, stdout: /^Usage:/ });
  t.end();
});

t.test("promtool accepts the committed rules with every lint on", (t) => {
  const rules = join(ALERTS, "plimsoll-pool.rules.yml");
  const done = spawnSync("promtool", ["check", "rules", "--lint=all", "--lint-fatal", rules], {
    encoding: "utf8",
  });
  t.equal(done.status, 0, done.stderr);
  const count = ruleGroups().flatMap(({ rules }) => rules).length;
  t.match(done.stdout, `SUCCESS: ${count} rules found`);
  t.end();
});

function generate(...args: readonly string[]) {
  return spawnSync(process.execPath, [GENERATE, ...args], { encoding: "utf8" });
}
