import t from "tap";
import { APP_SHAPES, type AppShape } from "../src/traces/app-shape.ts";
import { startCollector } from "../src/traces/collector.ts";
import { startJaeger } from "../src/traces/jaeger.ts";
import { type ExpectedDatabase, judgeTraces } from "../src/traces/judge-traces.ts";
import { judgeWaits } from "../src/traces/judge-waits.ts";
import { traceApp } from "../src/traces/trace-app.ts";
import { until } from "../src/until.ts";

const { DATABASE_URL } = process.env;

t.setTimeout(300_000);

/** The name under which the app's traces are found, and its files. */
const serviceOf = ({ name }: AppShape): string =>
  `jaeger-${name.toLowerCase().replaceAll(/\W+/g, "-")}`;

// From the app's last answer to what Jaeger has in its store. Looked at while the app runs: at its end it gives up after 1.5 s on a machine that is too busy.
const STORED_SECONDS = 20;

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  const jaeger = await startJaeger();
  t.teardown(() => jaeger.stop());
  const collector = await startCollector(jaeger.otlp);
  t.teardown(() => collector.stop());
  t.jobs = 2;
  for (const shape of APP_SHAPES)
    t.test(
      `${shape.name}: ${shape.route} gets one whole trace for each request, each query and wait in its own`,
      async (t) => {
        const otlp = shape.route.startsWith("Jaeger") ? jaeger.otlp : collector.otlp;
        const service = serviceOf(shape);
        const look = async (database: ExpectedDatabase) => {
          const problems = await until(
            STORED_SECONDS,
            async () => {
              const traces = await jaeger.traces(service);
              return [...judgeTraces(traces, database), ...judgeWaits(traces, shape.limit)];
            },
            (found) => found.length === 0,
          );
          t.same(problems, []);
        };
        await traceApp(shape, DATABASE_URL, { service, otlp, look });
      },
    );
}
