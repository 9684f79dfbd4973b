import { context } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import pg from "pg";
import t from "tap";
import { needsDatabase, openPool } from "../database.ts";
import { observeQueries, type Request } from "./observe-queries.ts";

function parents(spans: readonly ReadableSpan[]): (string | undefined)[] {
  return spans.map((span) => span.parentSpanContext?.spanId);
}

function idOf(request: Request): string {
  return request.span.spanContext().spanId;
}

t.test(
  "a callback runs in the context of its caller, and so on inside of it",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t, { max: 1 });
    const observed = observeQueries(t);
    const request = observed.request();
    const seen = await new Promise<unknown[]>((resolve, reject) => {
      request.run(() =>
        pool.connect((error, client, done) => {
          if (client === undefined) return reject(error ?? new Error("no client"));
          client.query("select 1", () => {
            const outer = context.active();
            client.query(
              new pg.Query("select 2", (() => {
                const middle = context.active();
                client.query({ text: "select 3" }, () => {
                  done();
                  resolve([outer, middle, context.active()]);
                });
              }) as never),
            );
          });
        }),
      );
    });
    t.ok(seen.every((active) => active === request.context));
    t.same(parents(observed.ended()), [idOf(request), idOf(request), idOf(request)]);
  },
);

t.test(
  "two requests on one client keep their contexts, with one callback for both",
  needsDatabase,
  async (t) => {
    const { pool } = openPool(t, { max: 1 });
    const observed = observeQueries(t);
    const client = await pool.connect();
    const requests = [observed.request(), observed.request(), observed.request()];
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      const callback = () => {
        seen.push(context.active());
        if (seen.length === requests.length) resolve();
      };
      for (const request of requests) request.run(() => client.query("select 1", callback));
    });
    client.release();
    t.ok(seen.every((active, i) => active === requests[i]?.context));
    t.same(parents(observed.ended()), requests.map(idOf));
  },
);

for (const form of ["promise", "callback"] as const)
  t.test(
    `pool.query() with a ${form} that waits for another's release is below its own caller`,
    needsDatabase,
    async (t) => {
      const { pool } = openPool(t, { max: 1 });
      const observed = observeQueries(t);
      const client = await pool.connect();
      const requests = [observed.request(), observed.request()];
      const seen: unknown[] = [];
      const all = requests.map((request) =>
        request.run(async () => {
          if (form === "promise") await pool.query("select 1");
          else
            await new Promise<void>((resolve) => {
              pool.query("select 1", () => {
                seen.push(context.active());
                resolve();
              });
            });
        }),
      );
      client.release();
      await Promise.all(all);
      t.same(parents(observed.ended()), requests.map(idOf));
      t.ok(seen.every((active, i) => active === requests[i]?.context));
    },
  );

t.test("what awaits a query goes on in its own context", needsDatabase, async (t) => {
  const { pool } = openPool(t, { max: 2 });
  const observed = observeQueries(t);
  const requests = [observed.request(), observed.request()];
  await Promise.all(
    requests.map((request) =>
      request.run(async () => {
        for (let i = 0; i < 3; i += 1) {
          await pool.query("select 1");
          t.equal(context.active(), request.context);
        }
      }),
    ),
  );
  for (const request of requests)
    t.equal(parents(observed.ended()).filter((id) => id === idOf(request)).length, 3);
});

const ignore = () => undefined;

t.test("a callback outside of any trace runs as without us", needsDatabase, async (t) => {
  const { pool } = openPool(t, { max: 1 });
  const observed = observeQueries(t);
  const client = await pool.connect();
  const query = new pg.Query("select 1", ignore as never);
  client.query(query);
  t.equal((query as unknown as { callback: unknown }).callback, ignore);
  await client.query("select 2");
  client.release();
  t.same(parents(observed.ended()), [undefined, undefined]);
});
