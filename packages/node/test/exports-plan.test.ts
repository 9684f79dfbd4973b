import t from "tap";
import { planExports } from "../src/exports-plan.ts";

t.test("with no configuration, metrics are served on loopback and nothing is sent", (t) => {
  t.same(planExports({}), {
    prometheus: { host: "127.0.0.1", port: 9464 },
    sendsMetrics: false,
    printsMetrics: false,
    sendsTraces: false,
    printsTraces: false,
    hasTraces: false,
    sendsLogs: false,
    printsLogs: false,
    hasLogs: false,
  });
  t.end();
});

t.test("an OTLP endpoint sends every signal and leaves /metrics on", (t) => {
  const plan = planExports({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" });
  t.match(plan, { sendsMetrics: true, hasTraces: true, hasLogs: true, prometheus: { port: 9464 } });
  t.end();
});

t.test("an endpoint for one signal sends that signal alone", (t) => {
  const plan = planExports({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://jaeger:4318" });
  t.match(plan, { sendsMetrics: false, hasTraces: true, hasLogs: false });
  t.end();
});

t.test("a chosen exporter decides, whatever the endpoints", (t) => {
  const plan = planExports({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
    OTEL_METRICS_EXPORTER: "console",
    OTEL_TRACES_EXPORTER: "none",
  });
  t.match(plan, { sendsMetrics: false, printsMetrics: true, hasTraces: false, hasLogs: true });
  t.equal(plan.prometheus, undefined);
  t.end();
});

t.test("host and port of /metrics are the standard variables'", (t) => {
  const plan = planExports({
    OTEL_EXPORTER_PROMETHEUS_HOST: "0.0.0.0",
    OTEL_EXPORTER_PROMETHEUS_PORT: "9999",
  });
  t.same(plan.prometheus, { host: "0.0.0.0", port: 9999 });
  t.end();
});

t.test("what protects /metrics is the plan's", (t) => {
  const plan = planExports({
    PLIMSOLL_METRICS_TOKEN: "0123456789abcdef",
    PLIMSOLL_METRICS_TLS_CERT_FILE: "cert.pem",
    PLIMSOLL_METRICS_TLS_KEY_FILE: "key.pem",
  });
  t.match(plan.prometheus, {
    token: "0123456789abcdef",
    certFile: "cert.pem",
    keyFile: "key.pem",
  });
  t.end();
});

t.test("/metrics is not served without a protection that was meant", (t) => {
  for (const key of [
    "PLIMSOLL_METRICS_TOKEN",
    "PLIMSOLL_METRICS_TLS_CERT_FILE",
    "PLIMSOLL_METRICS_TLS_KEY_FILE",
  ])
    t.equal(planExports({}, [key]).prometheus, undefined, key);
  t.ok(planExports({}, ["OTEL_EXPORTER_PROMETHEUS_PORT"]).prometheus);
  t.end();
});
