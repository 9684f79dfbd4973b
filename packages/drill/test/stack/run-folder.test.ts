import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { BASELINE_RULE_FILES } from "../../src/baseline/baseline-rules.ts";
import { REPOSITORY } from "../../src/stack/repository.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";

const NOON = 1_795_435_200;

/** No process can have this id: it is beyond the largest that Linux and macOS give. */
const GONE = 99_999_999;

t.test("a run folder links the very configuration and rules of the repository", (t) => {
  const folder = createRunFolder(NOON, t.testdir());
  t.equal(readlinkSync(folder.prometheusConfig), join(REPOSITORY, "compose", "prometheus.yml"));
  const shipped = join("alerts", "plimsoll-pool.rules.yml");
  t.same(readdirSync(join(folder.path, "alerts")), ["plimsoll-pool.rules.yml"]);
  t.equal(readlinkSync(join(folder.path, shipped)), join(REPOSITORY, shipped));
  t.end();
});

t.test("rules that are asked for stand beside the shipped ones, which stay as they are", (t) => {
  const folder = createRunFolder(NOON, t.testdir(), BASELINE_RULE_FILES);
  const links = readdirSync(join(folder.path, "alerts"));
  t.same(links.toSorted(), [
    "plimsoll-pool.rules.yml",
    "post-mortem.rules.yml",
    "postgres-exporter.rules.yml",
    "upstream-metrics.rules.yml",
  ]);
  for (const link of links) t.ok(existsSync(join(folder.path, "alerts", link)), link);
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

t.test("of runs that have ended the last five stay, without their data", (t) => {
  const parent = t.testdir({ notes: {} });
  const ended = Array.from({ length: 8 }, (_, day) => `2026-11-0${day + 1}T12-00-00.000Z-${GONE}`);
  for (const name of ended) mkdirSync(join(parent, name, "data", "postgres"), { recursive: true });
  createRunFolder(NOON, parent);
  const left = readdirSync(parent).toSorted();
  t.same(left.slice(0, 5), ended.slice(3));
  t.equal(left.length, 7, "five, the new one, and notes");
  for (const name of ended.slice(3)) t.same(readdirSync(join(parent, name)), []);
  t.end();
});

t.test("a run that still runs is left alone", (t) => {
  const parent = t.testdir();
  const running = createRunFolder(NOON, parent);
  for (let minute = 1; minute < 8; minute += 1) createRunFolder(NOON + minute * 60, parent);
  t.equal(readdirSync(parent).length, 8);
  t.ok(existsSync(join(running.path, "data")));
  t.end();
});
