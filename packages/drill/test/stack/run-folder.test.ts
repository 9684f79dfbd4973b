import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { REPOSITORY } from "../../src/stack/repository.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";

const NOON = 1_795_435_200;

t.test("a run folder links the very configuration and rules of the repository", (t) => {
  const folder = createRunFolder(NOON, t.testdir());
  t.equal(readlinkSync(folder.prometheusConfig), join(REPOSITORY, "compose", "prometheus.yml"));
  t.ok(existsSync(join(folder.path, "alerts", "plimsoll-pool.rules.yml")));
  t.end();
});

t.test("targets are written in the form of Prometheus' discovery", (t) => {
  const folder = createRunFolder(NOON, t.testdir());
  folder.writeTargets("money", ["127.0.0.1:1"], { job: "money" });
  t.same(JSON.parse(readFileSync(join(folder.path, "targets", "money.json"), "utf8")), [
    { targets: ["127.0.0.1:1"], labels: { job: "money" } },
  ]);
  t.end();
});

t.test("runs before the last five are deleted, other folders and young runs are not", (t) => {
  const parent = t.testdir();
  mkdirSync(join(parent, "notes"));
  for (let hour = 0; hour < 8; hour += 1) createRunFolder(NOON - (9 - hour) * 3600, parent);
  createRunFolder(NOON, parent);
  const left = readdirSync(parent).toSorted();
  t.equal(left.length, 6);
  t.ok(left.includes("notes"));
  const crowded = t.testdir();
  for (let minute = 0; minute < 8; minute += 1) createRunFolder(NOON + minute * 60, crowded);
  t.equal(readdirSync(crowded).length, 8);
  t.end();
});
