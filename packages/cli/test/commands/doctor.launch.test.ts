import { type RuleGroup, ruleGroups } from "@plimsoll/alert-rule-builder";
import t, { type Test } from "tap";
import {
  type App,
  hasSamples,
  type Prometheus,
  startApp,
  startPrometheus,
  until,
} from "../prometheus.ts";
import { prometheusApi } from "../../src/doctor/prometheus-api.ts";
import { lookAt } from "../../src/doctor/sight.ts";
import { run } from "../run.ts";
import { JS_SCRAPE, OTLP_UNPROMOTED } from "../scrapes.ts";

const LIMIT = "db_client_connection_limit";

/** Plimsoll's rules, evaluated every second. */
const GROUPS: readonly RuleGroup[] = ruleGroups().map((group) => ({ ...group, interval: "1s" }));

interface Report {
  readonly version: string;
  readonly dialects: readonly string[];
  readonly services: readonly string[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly where?: string;
  }[];
}

t.test(
  "a Prometheus with the pools of a scrape and all rules has one finding: nobody is told",
  async (t) => {
    const prometheus = await started(
      t,
      { money: JS_SCRAPE },
      { "plimsoll.rules.yml": ruleFile(GROUPS) },
    );
    await hasSamples(prometheus, LIMIT, 3);
    await hasSamples(prometheus, "plimsoll:pool_limit:sum");
    await allEvaluated(prometheus);
    const { code, report } = await doctor(prometheus);
    t.same(report.findings, [{ code: "NO_ALERTMANAGER", severity: "warning", args: {} }]);
    t.same(report.dialects, ["js-scrape"]);
    t.same(report.services, ["every-series"]);
    t.match(report.version, /^[23]\.\d+/);
    t.equal(code, 1);
  },
);

t.test(
  "series of OTLP without promoted attributes are named with their job, and no rules are missed",
  async (t) => {
    const prometheus = await started(t, { otlp: OTLP_UNPROMOTED });
    await hasSamples(prometheus, LIMIT, 3);
    const { report } = await doctor(prometheus);
    t.same(report.dialects, ["otlp"]);
    t.same(codes(report), ["IDENTITY_MISSING otlp", "RULES_MISSING"]);
    const { out } = await run("doctor", "--prometheus", prometheus.url);
    t.match(out, /2 pools in 1 service; dialect otlp\.\n/);
    t.match(
      out,
      /warning IDENTITY_MISSING otlp: .*service\.name, service\.instance\.id.*promote_resource_attributes/,
    );
    t.match(out, /error {3}RULES_MISSING .*plimsoll alerts/);
    t.match(out, /2 findings\n$/);
  },
);

t.test(
  "a process under two jobs, a rule that fails and a file that is loaded twice are found",
  async (t) => {
    // Both sides have two series: an error of this evaluation.
    const expr = "db_client_connection_limit * on () db_client_connection_limit";
    const failing = GROUPS.map((group) => ({
      ...group,
      rules: group.rules.map((rule) =>
        "record" in rule && rule.record === "plimsoll:pool_peak:ratio_max"
          ? { ...rule, expr }
          : rule,
      ),
    }));
    const again = GROUPS.filter(({ name }) => name === "plimsoll-server");
    const rules = { "1.yml": ruleFile(failing), "2.yml": ruleFile(again) };
    const prometheus = await started(t, { a: JS_SCRAPE, b: JS_SCRAPE }, rules);
    await hasSamples(prometheus, LIMIT, 3);
    await allEvaluated(prometheus);
    const { report } = await doctor(prometheus);
    t.same(codes(report), [
      "POOL_DOUBLED every-series vm:1 127.0.0.1:1/gone",
      "POOL_DOUBLED every-series vm:1 orders",
      "RULE_FAILS plimsoll:pool_peak:ratio_max",
      "RULE_DOUBLED plimsoll:server_claim:sum",
      "NO_ALERTMANAGER",
    ]);
  },
);

t.test("samples' distance is measured from what is stored", async (t) => {
  const prometheus = await started(t, { money: JS_SCRAPE });
  await hasSamples(prometheus, LIMIT, 4);
  const { gaps, targets } = await lookAt(prometheusApi(prometheus.url));
  const gap = gaps.get("money") ?? Infinity;
  t.ok(gap > 0.5 && gap < 3, `${gap} s`);
  t.match(targets, [{ labels: { job: "money" }, health: "up" }]);
});

t.test("an empty Prometheus has no pools and no rules", async (t) => {
  const prometheus = await started(t, {});
  const { code, report } = await doctor(prometheus);
  t.same(codes(report), ["POOLS_MISSING", "RULES_MISSING"]);
  t.equal(code, 1);
});

t.test("what does not answer, or is no Prometheus, is named and exits 2", async (t) => {
  const app = await startApp("hello");
  t.teardown(() => app.stop());
  const url = `http://${app.target}`;
  t.match(await run("doctor", "--prometheus", url), {
    code: 2,
    out: "",
    err: /no JSON: this is not Prometheus' API/,
  });
  const gone = await startApp("");
  await gone.stop();
  t.match(await run("doctor", "--prometheus", `http://${gone.target}/`), {
    code: 2,
    out: "",
    err: new RegExp(`^http://${gone.target} does not answer \\(.*ECONNREFUSED.*\\)`),
  });
});

async function started(
  t: Test,
  scrapes: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, string>> = {},
): Promise<Prometheus> {
  const apps: readonly (readonly [string, App])[] = await Promise.all(
    Object.entries(scrapes).map(async ([job, text]) => [job, await startApp(text)] as const),
  );
  const targets = Object.fromEntries(apps.map(([job, { target }]) => [job, target]));
  const prometheus = await startPrometheus(t.testdir(), targets, rules);
  t.teardown(async () => {
    await prometheus.stop();
    await Promise.all(apps.map(([, app]) => app.stop()));
  });
  return prometheus;
}

// JSON is YAML too.
function ruleFile(groups: readonly RuleGroup[]): string {
  return JSON.stringify({ groups });
}

/** Resolves when every rule has been evaluated. */
async function allEvaluated({ url }: Prometheus): Promise<void> {
  await until(
    async () => !(await (await fetch(`${url}/api/v1/rules`)).text()).includes('"health":"unknown"'),
  );
}

async function doctor({ url }: Prometheus): Promise<{ code: number; report: Report }> {
  const { code, out } = await run("doctor", "--prometheus", url, "--json");
  return { code, report: JSON.parse(out) as Report };
}

function codes({ findings }: Report): readonly string[] {
  return findings.map(({ code, where }) => (where === undefined ? code : `${code} ${where}`));
}
