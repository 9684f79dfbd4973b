import t from "tap";
import { checkEnvironment, formatFinding, withoutVariables } from "../src/environment.ts";
import { ENVIRONMENT_RULES } from "../src/environment-rules.ts";

t.test("unset, empty and right values give no finding", (t) => {
  t.same(checkEnvironment({}), []);
  t.same(checkEnvironment({ OTEL_TRACES_SAMPLER: "" }), []);
  t.same(
    checkEnvironment({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
      OTEL_EXPORTER_PROMETHEUS_PORT: "0",
      OTEL_METRICS_EXPORTER: "prometheus, otlp",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=prod,team=money",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0.01",
      PLIMSOLL_HTTP_TIMEOUT_SECONDS: "0",
      PLIMSOLL_IGNORED_FINDINGS: "pool_max_one, tls_off",
      PLIMSOLL_LEAK_AFTER_SECONDS: "2.5",
    }),
    [],
  );
  t.end();
});

t.test("every rule refuses a value that makes no sense", (t) => {
  for (const key of Object.keys(ENVIRONMENT_RULES))
    t.equal(checkEnvironment({ [key]: "?!" })[0]?.key, key, key);
  t.end();
});

t.test("a port out of range, a part of a number and a negative interval are refused", (t) => {
  for (const [key, value] of [
    ["OTEL_EXPORTER_PROMETHEUS_PORT", "65536"],
    ["OTEL_EXPORTER_PROMETHEUS_PORT", "94x"],
    ["OTEL_METRIC_EXPORT_INTERVAL", "-1"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.5"],
    ["PLIMSOLL_HTTP_TIMEOUT_SECONDS", "-1"],
    ["PLIMSOLL_IGNORED_FINDINGS", "pool_max_one,no_such_rule"],
    ["PLIMSOLL_LEAK_AFTER_SECONDS", "0"],
  ] as const)
    t.equal(checkEnvironment({ [key]: value }).length, 1, `${key}=${value}`);
  t.end();
});

t.test("the message names variable, rule, value and what happens, on one line", (t) => {
  const [finding] = checkEnvironment({ OTEL_EXPORTER_PROMETHEUS_PORT: "ten" });
  t.equal(
    formatFinding(finding!),
    'plimsoll: OTEL_EXPORTER_PROMETHEUS_PORT must be a whole number from 0 (any free port) to 65535, got "ten". It is ignored: the default applies. Correct it, or unset it.',
  );
  t.end();
});

t.test("the value of an endpoint is not shown, because it may hold a password", (t) => {
  const [finding] = checkEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: "ftp://user:hunter2@host" });
  t.notMatch(formatFinding(finding!), /hunter2/);
  t.end();
});

t.test("a token that breaks its rule is not shown, and the message says what follows", (t) => {
  const [finding] = checkEnvironment({ PLIMSOLL_METRICS_TOKEN: "hunter2" });
  t.equal(
    formatFinding(finding!),
    "plimsoll: PLIMSOLL_METRICS_TOKEN must be at least 16 letters, digits or any of -._~+/=, got another value. /metrics is not served. Correct it, or unset it.",
  );
  t.end();
});

t.test("variables are unset during the work and set again after it, also when it throws", (t) => {
  const env = { A: "1", B: "2" };
  withoutVariables(["A", "C"], env, () => t.same(env, { B: "2" }));
  t.same(env, { A: "1", B: "2" });
  t.throws(() =>
    withoutVariables(["A"], env, () => {
      throw new Error("no");
    }),
  );
  t.same(env, { A: "1", B: "2" });
  t.end();
});
