import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import t from "tap";
import { readArguments } from "../../src/queries/query-arguments.ts";
import { createQueryHook } from "../../src/queries/query-hook.ts";
import { placeOf } from "../../src/queries/query-place.ts";
import { startSpan } from "../../src/queries/query-span.ts";

function spanNames(configs: Iterable<unknown>): Map<string, number> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const hook = createQueryHook({}, () => provider.getTracer("test"));
  const place = placeOf({ host: "db", port: 5432, database: "shop" }, undefined);
  for (const config of configs) {
    const args = readArguments([config]);
    startSpan(hook, place, hook.shapes.of(args.text ?? ""), args, undefined)?.end();
  }
  const names = new Map<string, number>();
  for (const { name } of exporter.getFinishedSpans()) names.set(name, (names.get(name) ?? 0) + 1);
  return names;
}

t.test("ten thousand names of prepared statements make a hundred names of spans", (t) => {
  const configs = Array.from({ length: 10_000 }, (_, i) => ({ name: `s${i}`, text: "select 1" }));
  const names = spanNames(configs);
  t.equal(names.size, 101);
  t.equal(names.get("pg.query:s7 shop"), 1);
  t.equal(names.get("pg.query:SELECT shop"), 9900);
  t.equal(spanNames([configs[7], configs[9999]]).get("pg.query:s7 shop"), 1);
  t.end();
});

t.test("whatever the SQL begins with, its span is named by a command of PostgreSQL", (t) => {
  const texts = Array.from({ length: 1000 }, (_, i) => [
    `secret${i} select`,
    `'secret${i}'`,
    `/* ${i} */ select`,
    `SELECT\n${i}`,
    `update\tt${i}`,
  ]).flat();
  t.same(
    [...spanNames(texts)],
    [
      ["pg.query:_OTHER shop", 2000],
      ["pg.query:SELECT shop", 2000],
      ["pg.query:UPDATE shop", 1000],
    ],
  );
  t.end();
});

const place = (i: number) => placeOf({ host: `db${i}`, port: 5432 }, undefined);

t.test("places beyond a thousand are not kept", (t) => {
  const first = place(0);
  for (let i = 1; i < 2000; i += 1) place(i);
  t.equal(place(0), first);
  t.not(place(1999), place(1999));
  t.end();
});
