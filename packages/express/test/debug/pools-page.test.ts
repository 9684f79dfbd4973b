import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { PoolSnapshot } from "@plimsoll/pool-observer";
import t from "tap";
import { CAUSES_URL, CONTENT_SECURITY_POLICY, poolsPage } from "../../src/debug/pools-page.ts";
import type { PoolReport } from "../../src/debug/pools-report.ts";

const SNAPSHOT: PoolSnapshot = {
  pool: "orders",
  takenAt: 1_795_540_721,
  limit: 10,
  used: 10,
  idle: 0,
  connecting: 0,
  closing: 0,
  pending: 37,
  acquireTimeoutSeconds: 5,
  cause: "leak",
  evidence: "7 of 10 connections held for over 30 s with no query, the longest for 61 s",
  holders: [
    {
      heldSeconds: 61,
      parkedSeconds: 60,
      isLeakSuspect: true,
      isListening: false,
      route: "/transfers",
      traceId: "0af7651916cd43dd8448eb211c80319c",
      callSite: "transfer (src/transfers.js:41)",
      query: "UPDATE accounts",
      backendPid: 4711,
      transaction: "open",
    },
  ],
  holdersLeftOut: 3,
  waiters: [{ route: "/accounts/:id", count: 37, nested: 2, oldestSeconds: 4.2 }],
  waitersLeftOut: 5,
};

function pageOf(...pools: PoolReport[]): string {
  const readiness = { isReady: true, status: "busy", reason: "37 requests wait." } as const;
  return poolsPage({ takenAt: 1_795_540_722, readiness, probe: null, pools });
}

t.test("the page says who holds and who waits", async (t) => {
  const page = pageOf({ ...SNAPSHOT, lastShortage: null });
  for (const text of [
    "1 min 1 s",
    "leak suspect",
    "none for 1 min 0 s",
    "<code>/transfers</code>",
    "<code>0af7651916cd43dd8448eb211c80319c</code>",
    "<code>transfer (src/transfers.js:41)</code>",
    "<code>UPDATE accounts</code>",
    "4711",
    "open",
    "and 3 more, held for less long",
    "<code>/accounts/:id</code>",
    "4.2 s",
    "and 5 requests of other routes",
    "Connections are not given back.",
    "7 of 10 connections held for over 30 s with no query, the longest for 61 s.",
    "docs/causes.md#",
    "ready, busy",
    "<title>37 waiting · Connection pools</title>",
  ])
    t.match(page, text);
  t.notMatch(page, "When it last became short");
});

t.test("the last shortage stands below, as it began", async (t) => {
  const now = { ...SNAPSHOT, pending: 0, cause: null, evidence: null, holders: [], waiters: [] };
  const page = pageOf({ ...now, lastShortage: SNAPSHOT });
  t.match(page, "Nothing waits.");
  t.match(page, "Nobody holds a connection.");
  t.match(page, "When it last became short: 2026-11-24 17:18:41 UTC");
  t.match(page.slice(page.indexOf("<details>")), "<code>/transfers</code>");
});

t.test("what comes from outside is escaped", async (t) => {
  const evil = `"><img src=x onerror=alert(1)>`;
  const [holder] = SNAPSHOT.holders;
  const page = pageOf({
    ...SNAPSHOT,
    pool: evil,
    cause: evil,
    evidence: evil,
    holders: [{ ...holder!, route: evil, callSite: evil, query: evil, traceId: evil }],
    waiters: [{ route: evil, count: 1, nested: 0, oldestSeconds: 1 }],
    lastShortage: null,
  });
  t.notMatch(page, "<img");
  t.notMatch(page, `"&gt;<`);
  t.match(page, "&lt;img src=x onerror=alert(1)&gt;");
});

t.test("the policy allows the page's own style and nothing else", async (t) => {
  const page = pageOf({ ...SNAPSHOT, lastShortage: null });
  const [, style = ""] = /<style>(.*)<\/style>/s.exec(page) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  t.equal(
    CONTENT_SECURITY_POLICY,
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  t.notMatch(page, /\bstyle=|<script|\bon\w+=|\bsrc=|<link/);
});

t.test("a process in which no pool was seen is told why", async (t) => {
  t.match(pageOf(), /^<!doctype html>.*<code>@plimsoll\/node<\/code> is the first import/s);
});

t.test("the link to the causes leads to a heading that is there", async (t) => {
  const root = new URL("../../../../../", import.meta.url);
  const [, path = "", anchor = ""] = /\/main\/(.+)#(.+)$/.exec(CAUSES_URL) ?? [];
  const headings = readFileSync(new URL(path, root), "utf8").match(/(?<=^#+ ).+$/gm) ?? [];
  // As GitHub makes anchors of them.
  const anchors = headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  t.ok(anchors.includes(anchor), anchors.join(" "));
});
