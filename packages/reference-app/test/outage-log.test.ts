import t from "tap";
import { createOutageLog } from "../src/outage-log.ts";

t.test("the outage log writes one line for each kind in 30 s and counts the rest", async (t) => {
  const lines: string[] = [];
  let nowMs = 0;
  const log = createOutageLog(
    (line) => lines.push(line),
    () => nowMs,
  );
  log("timeout", "too late");
  log("timeout", "too late");
  log("timeout", "too late");
  log("unreachable", "gone");
  t.strictSame(lines, ["money: too late", "money: gone"]);
  nowMs = 29_999;
  log("timeout", "too late");
  t.equal(lines.length, 2);
  nowMs = 30_000;
  log("timeout", "too late");
  nowMs = 60_000;
  log("timeout", "too late");
  t.strictSame(lines.slice(2), ["money: too late (3 more like this before)", "money: too late"]);
});
