import t from "tap";
import { createDiagLogger } from "../src/diag-logger.ts";

t.test("a line is written once, however often it is logged", (t) => {
  const lines: string[] = [];
  const logger = createDiagLogger((line) => lines.push(line));
  logger.warn("plimsoll: the port is taken");
  logger.warn("plimsoll: the port is taken");
  logger.error("export failed", new Error("connect\n  ECONNREFUSED"));
  t.same(lines, [
    "plimsoll: the port is taken\n",
    "plimsoll: export failed connect ECONNREFUSED\n",
  ]);
  t.end();
});

t.test("changing text cannot fill the log without end", (t) => {
  const lines: string[] = [];
  const logger = createDiagLogger((line) => lines.push(line));
  for (let i = 0; i < 1000; i += 1) logger.warn(`at ${i}`);
  t.equal(lines.length, 200);
  t.end();
});

t.test("a logger of own lines leaves out what the app's SDK says", (t) => {
  const lines: string[] = [];
  const logger = createDiagLogger((line) => lines.push(line), "own lines");
  logger.error("export failed");
  logger.warn("plimsoll: the port is taken");
  t.same(lines, ["plimsoll: the port is taken\n"]);
  t.end();
});

t.test("an SDK that is refused is told how to be joined, without the stack", (t) => {
  const lines: string[] = [];
  const logger = createDiagLogger((line) => lines.push(line));
  logger.error(
    "Error: @opentelemetry/api: Attempted duplicate registration of API: trace\n    at start (/app/otel.js:3:1)",
  );
  t.same(lines, [
    "plimsoll: Error: @opentelemetry/api: Attempted duplicate registration of API: trace. The app starts an OpenTelemetry SDK of its own after Plimsoll's. Set PLIMSOLL_SDK=join, and Plimsoll reports through it.\n",
  ]);
  t.end();
});
