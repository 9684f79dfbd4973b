import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DASHBOARD_FORMATS, dashboardFiles } from "@plimsoll/grafana-dashboard-builder";
import t from "tap";
import { run } from "../run.ts";

const COMMITTED = join(import.meta.dirname, "../../../../../dashboards");

t.test(
  "without a config the files are those of dashboards/, and --check finds them fresh",
  async (t) => {
    const out = join(t.testdir(), "new/dashboards");
    const files = dashboardFiles("json").map(({ file }) => file);
    t.same(await run("dashboards", "--out", out), {
      code: 0,
      out: files.map((file) => `${join(out, file)}\n`).join(""),
      err: "",
    });
    t.equal(files.length, 5);
    for (const file of files) {
      t.equal(readFileSync(join(out, file), "utf8"), readFileSync(join(COMMITTED, file), "utf8"));
    }
    t.equal((await run("dashboards", "--out", out, "--check")).code, 0);
  },
);

for (const format of DASHBOARD_FORMATS) {
  t.test(`a team's words are in ${format}`, async (t) => {
    const out = t.testdir({
      "c.yml":
        "severities: {page: critical}\nrunbookBaseUrl: https://wiki.example/p\ngrafana: {folder: Databases}\noperator: {namespace: monitoring}",
    });
    const args = ["--out", out, "--format", format, "--config", join(out, "c.yml")];
    t.equal((await run("dashboards", ...args)).code, 0);
    const text = readdirSync(out, { recursive: true, encoding: "utf8" })
      .filter((file) => file !== "c.yml" && /\.(json|yml)$/.test(file))
      .map((file) => readFileSync(join(out, file), "utf8"))
      .join("");
    t.match(text, String.raw`severity=\"critical\"`);
    t.match(text, "https://wiki.example/p/PlimsollPoolLeak.md");
    if (format !== "json") t.match(text, /[fF]older: Databases/);
    if (/configmap|operator/.test(format)) t.match(text, "namespace: monitoring");
    t.equal((await run("dashboards", ...args, "--check")).code, 0);
  });
}

t.test("--check names each stale file, exits 1 and writes nothing", async (t) => {
  const out = t.testdir({ "plimsoll-pool.json": "{}" });
  const { code, err } = await run("dashboards", "--out", out, "--check");
  t.equal(code, 1);
  t.match(err, /plimsoll-pool\.json: not what this gives/);
  t.match(err, /plimsoll-fleet\.json: not what this gives/);
  t.same(readdirSync(out), ["plimsoll-pool.json"]);
});

t.test("wrong use is explained, and no file is written", async (t) => {
  const folder = t.testdir({ "c.yml": "grafana: 1", file: "" });
  const out = join(folder, "out");
  for (const args of [
    [],
    ["--out", out, "--format", "xml"],
    ["--out", out, "--config", join(folder, "c.yml")],
    ["--out", join(folder, "file/inside")],
  ]) {
    const { code, err } = await run("dashboards", ...args);
    t.equal(code, 2, args.join(" "));
    t.match(err, /--out|--format|grafana|cannot be written/);
  }
  t.notOk(existsSync(out));
});
