import type { LogRecord } from "@opentelemetry/api";
import type { PoolSnapshot } from "@plimsoll/pool-observer";
import t from "tap";
import { emitShortage, SHORTAGE_EVENT } from "../src/emit-shortage.ts";

const SNAPSHOT: PoolSnapshot = {
  pool: "orders",
  takenAt: 1_790_000_000,
  limit: 10,
  used: 10,
  idle: 0,
  connecting: 0,
  closing: 0,
  pending: 37,
  acquireTimeoutSeconds: 5,
  cause: "leak",
  evidence: "3 of 10 connections held for over 30 s with no query",
  holders: [
    {
      heldSeconds: 31.04,
      parkedSeconds: 31,
      isLeakSuspect: true,
      isListening: false,
      route: "/transfers",
      traceId: null,
      callSite: "transfer (src/transfers.js:41)",
      query: "UPDATE accounts",
      backendPid: 4711,
      transaction: "open",
    },
  ],
  holdersLeftOut: 9,
  waiters: [{ route: "/accounts", count: 37, nested: 0, oldestSeconds: 1.23 }],
  waitersLeftOut: 0,
};

function emitted(snapshot: PoolSnapshot): LogRecord {
  const records: LogRecord[] = [];
  const logger = { emit: (record: LogRecord) => records.push(record), enabled: () => true };
  emitShortage(logger, snapshot, { "db.client.connection.pool.name": "orders" });
  const [record] = records;
  if (record === undefined || records.length !== 1) throw new Error(`${records.length} records`);
  return record;
}

t.test("a shortage is one warning, a sentence for people with the snapshot beside it", (t) => {
  const { eventName, severityText, severityNumber, body, attributes } = emitted(SNAPSHOT);
  t.equal(eventName, SHORTAGE_EVENT);
  t.equal(severityText, "WARN");
  t.equal(severityNumber, 13);
  t.equal(
    body,
    'pool "orders": 37 requests wait (used=10, idle=0, limit=10), the oldest for 1.2 s; held longest by /transfers for 31.0 s. Cause: leak.',
  );
  t.match(attributes, { "db.client.connection.pool.name": "orders", cause: "leak" });
  t.same(JSON.parse(String(attributes?.["plimsoll.pool.snapshot"])), SNAPSHOT);
  t.end();
});

t.test("without a cause or a holder the sentence says so, and no cause is an attribute", (t) => {
  const { body, attributes } = emitted({ ...SNAPSHOT, cause: null, evidence: null, holders: [] });
  t.match(body, /the oldest for 1\.2 s\. No cause is plain yet\.$/);
  t.notOk(attributes !== undefined && "cause" in attributes);
  t.end();
});
