import { createHash } from "node:crypto";
import type { PoolSnapshot } from "@plimsoll/pool-observer";
import type { Readiness } from "../readiness/judge-readiness.ts";
import { Html, html } from "./html.ts";
import type { PoolReport, PoolsReport } from "./pools-report.ts";
import { holdersTable, waitersTable } from "./snapshot-tables.ts";
import { STYLE } from "./style.ts";
import { causeInWords, durationInWords, momentInWords } from "./words.ts";

/** How each cause is told from the others. */
export const CAUSES_URL =
  "https://github.com/plimsoll/plimsoll/blob/main/docs/causes.md#the-rules-in-the-order-of-blame";

/** Nothing may be loaded or run, and only the page's own style is applied. */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page for people. */
export function poolsPage({ takenAt, readiness, pools }: PoolsReport): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titleOf(pools)}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>Connection pools</h1>
          ${readinessBadge(readiness)}<span class="faint"
            >${momentInWords(takenAt)} · process ${process.pid}</span
          >
        </header>
        <p>${readiness.reason}</p>
        ${pools.length === 0 && NO_POOLS} ${pools.map(poolSection)}
      </body>
    </html> `.text.trim();
}

const NO_POOLS = html`<p>
  No pool has been seen. A pool is seen from its first request on, when
  <code>@plimsoll/node</code> is the first import of the app.
</p>`;

function titleOf(pools: readonly PoolReport[]): string {
  const pending = pools.reduce((sum, pool) => sum + pool.pending, 0);
  return pending === 0 ? "Connection pools" : `${pending} waiting · Connection pools`;
}

function readinessBadge({ isReady, status }: Readiness): Html {
  const words = status.replace("_", " ");
  if (!isReady) return html`<span class="badge bad">not ready: ${words}</span>`;
  return status === "ready"
    ? html`<span class="badge good">ready</span>`
    : html`<span class="badge warn">ready, ${words}</span>`;
}

function poolSection(pool: PoolReport): Html {
  return html`<section>
    <header><h2>${pool.pool}</h2></header>
    ${bar(pool)} ${countsList(pool)} ${verdict(pool)}
    <h3>Who holds</h3>
    ${holdersTable(pool)}
    <h3>Who waits</h3>
    ${waitersTable(pool)} ${pool.lastShortage !== null && lastShortage(pool.lastShortage)}
  </section>`;
}

/** Used, connecting and idle, in proportion to the limit. By attributes: the policy forbids style on an element. */
function bar({ used, connecting, idle, limit }: PoolSnapshot): Html {
  const whole = Math.max(limit, used + connecting + idle, 1);
  return html`<svg
    class="bar"
    viewBox="0 0 ${whole} 1"
    preserveAspectRatio="none"
    role="img"
    aria-label="${used} of ${limit} connections used"
  >
    <rect class="used" x="0" width="${used}" height="1" />
    <rect class="connecting" x="${used}" width="${connecting}" height="1" />
    <rect class="idle" x="${used + connecting}" width="${idle}" height="1" />
  </svg>`;
}

function countsList(pool: PoolSnapshot): Html {
  const timeout =
    pool.acquireTimeoutSeconds === 0
      ? html`<li class="warn">a request waits for ever: no acquire timeout is set</li>`
      : html`<li>given up after <b>${durationInWords(pool.acquireTimeoutSeconds)}</b></li>`;
  return html`<ul class="counts">
    <li class="used"><b>${pool.used}</b> of <b>${pool.limit}</b> used</li>
    <li class="idle"><b>${pool.idle}</b> idle</li>
    <li class="connecting"><b>${pool.connecting}</b> connecting</li>
    ${pool.closing > 0 && html`<li><b>${pool.closing}</b> closing</li>`}
    <li class="${pool.pending > 0 ? "bad" : ""}"><b>${pool.pending}</b> waiting</li>
    ${timeout}
  </ul>`;
}

function verdict({ cause, evidence, pending }: PoolSnapshot): Html {
  if (cause === null)
    return pending === 0
      ? html`<p class="verdict good">Nothing waits.</p>`
      : html`<p class="verdict warn">Requests wait; no cause is plain yet.</p>`;
  return html`<div class="verdict">
    <p><b>${causeInWords(cause)}</b> ${evidence === null ? "" : sentence(evidence)}</p>
    <p class="faint">
      Cause: <code>${cause}</code>.
      <a href="${CAUSES_URL}" rel="noreferrer">How it is told from the others</a>
    </p>
  </div>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function lastShortage(snapshot: PoolSnapshot): Html {
  return html`<details>
    <summary>When it last became short: ${momentInWords(snapshot.takenAt)}</summary>
    ${countsList(snapshot)} ${verdict(snapshot)}
    <h3>Who held</h3>
    ${holdersTable(snapshot)}
    <h3>Who waited</h3>
    ${waitersTable(snapshot)}
  </details>`;
}
