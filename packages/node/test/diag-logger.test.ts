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
