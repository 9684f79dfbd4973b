import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { artifacts } from "@plimsoll/alert-rule-builder";
import t from "tap";
import { run } from "../run.ts";

const ALERTS = join(import.meta.dirname, "../../../../../alerts");
const DOCS = join(import.meta.dirname, "../../../../../docs");

t.test(
  "without a config Prometheus' files are those of alerts/, and --check finds them fresh",
  async (t) => {
    const out = join(t.testdir(), "new/rules");
    const files = artifacts().map(({ file }) => file);
    t.same(await run("alerts", "--out", out), {
      code: 0,
      out: files.map((file) => `${join(out, file)}\n`).join(""),
      err: "",
    });
    for (const file of files) {
      t.equal(readFileSync(join(out, file), "utf8"), readFileSync(join(ALERTS, file), "utf8"));
    }
    t.notMatch(
      readdirSync(out, { recursive: true }).join("\n"),
      /\.tmp$/m,
      "no temporary file is left",
    );
    t.equal((await run("alerts", "--out", out, "--check")).code, 0);
  },
);

t.test("--check names each stale file, exits 1 and writes nothing", async (t) => {
  const out = t.testdir({ "alertmanager.yml": "changed" });
  const { code, err } = await run("alerts", "--out", out, "--check");
  t.equal(code, 1);
  t.match(err, /alertmanager\.yml: not what this gives/);
  t.match(err, /plimsoll-pool\.rules\.yml: not what this gives/);
  t.same(readdirSync(out), ["alertmanager.yml"]);
});

for (const [format, file] of [
  ["prometheus", "plimsoll-pool.rules.yml"],
  ["prometheus-operator", "plimsoll-pool.prometheusrule.yml"],
  ["grafana", "plimsoll-alerts.grafana.yml"],
  ["mimir", "plimsoll-pool.mimir.yml"],
] as const) {
  t.test(`the example of the page works as ${format}`, async (t) => {
    const page = readFileSync(join(DOCS, "alert-config.md"), "utf8");
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const out = t.testdir({ "plimsoll.yml": example });
    const args = ["--out", out, "--format", format, "--config", join(out, "plimsoll.yml")];
    t.equal((await run("alerts", ...args)).code, 0);
    const text = readFileSync(join(out, file), "utf8");
    t.match(text, "team: payments");
    t.match(text, "severity: critical");
    t.match(text, 'cluster="eu"');
    t.match(text, "https://wiki.example/plimsoll/PlimsollPoolLeak.md");
    t.notMatch(text, "alert: PlimsollPoolTooLarge");
    t.equal((await run("alerts", ...args, "--check")).code, 0);
  });
}

t.test("a config that is not valid is explained, and no file is written", async (t) => {
  const folder = t.testdir({ "c.yml": "labels: {team: x}\nthresholds: {leakSuspects: two}" });
  const out = join(folder, "out");
  const { code, err } = await run("alerts", "--out", out, "--config", join(folder, "c.yml"));
  t.equal(code, 2);
  t.match(
    err,
    /c\.yml:2: thresholds\.leakSuspects must be a whole number from 1 to 10000; got "two"/,
  );
  t.notOk(existsSync(out));
});

t.test(
  "a folder that cannot be written is named, and no temporary file is left there",
  async (t) => {
    const folder = t.testdir({ file: "", rules: { "alertmanager.yml": {} } });
    t.match(await run("alerts", "--out", join(folder, "file/rules")), {
      code: 2,
      out: "",
      err: /file\/rules cannot be written: .*\. Each file there is the old or the new one, whole\.\n/,
    });
    // Where a file would go stands a folder.
    const rules = join(folder, "rules");
    t.match(await run("alerts", "--out", rules), { code: 2, err: /alertmanager\.yml/ });
    t.notMatch(readdirSync(rules, { recursive: true }).join("\n"), /\.tmp$/m);
  },
);

t.test("a missing folder and an unknown format are named", async (t) => {
  t.match(await run("alerts"), { code: 2, err: /--out must name a folder/ });
  t.match(await run("alerts", "--out", "x", "--format", "cortex"), {
    code: 2,
    err: /--format must be one of prometheus, .*mimir; got "cortex"/,
  });
});
