import type { Answer } from "../http/send.ts";
import { CONTENT_SECURITY_POLICY, poolsPage } from "./pools-page.ts";
import type { PoolsReport } from "./pools-report.ts";

/** `report` as the page for people, or as JSON. */
export function answerPools(report: PoolsReport, type: "application/json" | "text/html"): Answer {
  if (type === "application/json")
    return { status: 200, type, body: `${JSON.stringify(report, undefined, 2)}\n` };
  return {
    status: 200,
    type,
    body: poolsPage(report),
    headers: {
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
    },
  };
}
