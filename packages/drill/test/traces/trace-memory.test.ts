import t from "tap";
import { createTraceMemory } from "../../src/traces/trace-memory.ts";
import { requestSpans } from "./request-spans.ts";

const trace = (id: string) => requestSpans({ id, at: 0, waitSeconds: 1 });

t.test("spans of a trace that come one after the other are put together", (t) => {
  const memory = createTraceMemory();
  const [first, ...others] = trace("a");
  memory.add([first!]);
  memory.add([...trace("b"), ...others]);
  t.same(memory.traces(), [trace("a"), trace("b")]);
  t.end();
});

t.test("the oldest traces are forgotten when there are too many spans", (t) => {
  const size = trace("a").length;
  const memory = createTraceMemory(2 * size);
  for (const id of ["a", "b", "c", "d"]) memory.add(trace(id));
  t.same(
    memory.traces().map(([span]) => span?.traceId),
    ["c", "d"],
  );
  t.end();
});
