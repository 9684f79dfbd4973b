import type { Answer } from "../http/send.ts";
import type { Readiness } from "./judge-readiness.ts";

/** `readiness` for a load balancer: the status says all, the body is for whoever looks. */
export function answerReadiness(
  readiness: Readiness,
  type: "text/plain" | "application/json",
): Answer {
  const { isReady, status, reason } = readiness;
  const body =
    type === "text/plain"
      ? `${status}: ${reason}\n`
      : `${JSON.stringify({ isReady, status, reason })}\n`;
  return { status: isReady ? 200 : 503, type, body };
}
