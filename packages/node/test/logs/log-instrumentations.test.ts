import t from "tap";
import { createLogInstrumentations } from "../../src/logs/log-instrumentations.ts";

/** The instrumentations made for `env`, and whether winston's sends records. */
function made(env: NodeJS.ProcessEnv): { names: string[]; isSent: boolean } {
  const instrumentations = createLogInstrumentations(env);
  t.teardown(() => {
    for (const instrumentation of instrumentations) instrumentation.disable();
  });
  const winston = instrumentations.find((one) => one.instrumentationName.endsWith("winston"));
  const config = winston?.getConfig() as { disableLogSending?: boolean } | undefined;
  return {
    names: instrumentations.map((one) => one.instrumentationName),
    isSent: config?.disableLogSending === false,
  };
}

t.test("the app's log is sent only when OTEL_LOGS_EXPORTER asks for it", (t) => {
  const PINO = "@opentelemetry/instrumentation-pino";
  for (const env of [
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" },
    { OTEL_LOGS_EXPORTER: "none" },
  ]) {
    const { names, isSent } = made(env);
    t.notOk(isSent);
    t.notOk(names.includes(PINO));
  }
  const { names, isSent } = made({ OTEL_LOGS_EXPORTER: "otlp" });
  t.ok(isSent);
  t.ok(names.includes(PINO));
  t.end();
});
