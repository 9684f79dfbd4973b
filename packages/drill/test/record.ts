import { CONTROL, POST_MORTEM } from "../src/scenario/post-mortem.ts";
import type { RunRecord } from "../src/scenario/run-record.ts";
import type { ReceivedPage } from "../src/score/received-page.ts";
import { scoreRun } from "../src/score/score.ts";
import type { UserError } from "../src/score/user-request.ts";
import { page } from "./score/pages.ts";

const FAULT_AT = 1_795_470_050;
const ERROR_AT = FAULT_AT + 120;
const END_AT = ERROR_AT + 20;

const ERROR: UserError = {
  at: ERROR_AT,
  reason: "slow",
  request: { name: "GET /accounts", endedAt: ERROR_AT + 4, durationSeconds: 5, status: 503 },
};

/** A run as it might have been: fault at 0, suspects from 50 s, page at 70 s, all used at 117 s, first error at 120 s. */
export function record({
  kind = "fault",
  pages = [page(FAULT_AT + 70)],
  errors = [ERROR],
}: {
  kind?: "fault" | "control";
  pages?: readonly ReceivedPage[];
  errors?: readonly UserError[];
} = {}): RunRecord {
  const scenario = kind === "fault" ? POST_MORTEM : CONTROL;
  const startedAt = FAULT_AT - 45;
  const faultAt = kind === "fault" ? FAULT_AT : null;
  const { name, onset, expectedCauses, expectedRoute, expectedTicket } = scenario;
  return {
    scenario,
    incident: scoreRun({
      scenario: name,
      kind,
      onset,
      startedAt,
      faultAt,
      healedAt: null,
      resolvedAt: null,
      pages,
      tickets: [],
      requests: errors.map(({ request }) => request),
      stalls: [],
      expectedCauses,
      expectedRoute,
      expectedTicket,
    }),
    pages,
    errors,
    requests: 3700,
    loadStartedAt: startedAt,
    loadEndedAt: END_AT,
    past: null,
    holders: [],
    series: {
      used: [series({}, 0, 1, 117, 10)],
      idle: [series({}, 0, 9, 117, 0)],
      limit: [series({}, 0, 10)],
      pending: [series({}, 0, 0, 122, 14)],
      oldestWaiter: [series({}, 0, 0, 122, 2.5)],
      suspects: [series({ http_route: "/transfers" }, 50, 1, 60, 2)],
      userErrors: [series({ reason: "slow" }, 125, 3, 126, 20)],
    },
    slowRequests: { received: 0, longestWait: null, firstError: null },
    versions: {
      node: "24.21.0",
      postgresql: "18.4",
      prometheus: "2.42.0",
      alertmanager: "0.25.0",
      k6: "1.8.1",
    },
  };
}

/** Points given as seconds after the fault and value, in turn. */
function series(
  labels: Record<string, string>,
  ...flat: number[]
): RunRecord["series"]["used"][number] {
  const points = flat.flatMap((seconds, index) =>
    index % 2 === 0 ? [[FAULT_AT + seconds, flat[index + 1] ?? 0] as const] : [],
  );
  return { labels, points };
}
