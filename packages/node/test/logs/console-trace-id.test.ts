import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import t from "tap";
import { addTraceIds } from "../../src/logs/console-trace-id.ts";

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 0,
};
const IDS = ` trace_id=${SPAN.traceId} span_id=${SPAN.spanId}`;
const IN_SPAN = trace.setSpanContext(ROOT_CONTEXT, SPAN);

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

/** What `write` writes to a console, with trace ids or without. */
function written(write: (target: Console) => void, hasIds: boolean, isInSpan = true): string {
  const stream = new PassThrough().setEncoding("utf8");
  const target = new Console(stream, stream);
  if (hasIds) addTraceIds(target);
  context.with(isInSpan ? IN_SPAN : ROOT_CONTEXT, () => write(target));
  return String(stream.read());
}

const METHODS = ["debug", "error", "info", "log", "warn"] as const;

const TEXTS: Record<string, unknown[]> = {
  "a text": ["paid"],
  "an empty text": [""],
  "a text with a percent sign": ["100% of %s and %% of %d"],
  "a format with its values": ["%s paid %d %%", "Ada", 7],
  "a format with values to spare": ["%s paid", "Ada", 7, true],
  "a format that lacks values": ["%s paid %d to %s %%", "Ada"],
  "a text and values": ["paid", 7, undefined, null, 1n, Symbol("x")],
  "a text and an object": ["paid", { amount: 7, to: ["Ada"] }],
  "a text and an object in its place": ["paid %o %j", { amount: 7 }, { to: "Ada" }],
  "several lines": ["one\ntwo"],
};

for (const [name, args] of Object.entries(TEXTS))
  for (const method of METHODS) {
    const write = (target: Console) => target[method](...args);
    t.test(`console.${method} of ${name} ends with the ids and is else as it was`, (t) => {
      const plain = written(write, false);
      t.equal(written(write, true), `${plain.slice(0, -1)}${IDS}\n`);
      t.equal(written(write, true, false), plain, "outside of a span it is as it was");
      t.end();
    });
  }

t.test("an error in a text's company keeps its stack", (t) => {
  const error = new Error("no");
  const write = (target: Console) => target.error("failed:", error);
  t.equal(written(write, true), `failed: ${error.stack}${IDS}\n`);
  t.end();
});

function inspect(target: Console): void {
  target.log();
  target.dir({ a: 1 });
  target.table([{ a: 1 }]);
}

function group(target: Console): void {
  target.group();
  target.log("inside");
}

t.test("an inspection is left alone", (t) => {
  for (const value of [{ a: 1 }, 7, null, undefined, new Error("no"), ["a"]]) {
    const write = (target: Console) => target.log(value, "and a text");
    t.equal(written(write, true), written(write, false));
  }
  t.equal(written(inspect, true), written(inspect, false));
  t.end();
});

t.test("a group's indent stays", (t) => {
  t.match(written(group, true), `  inside${IDS}\n`);
  t.end();
});
