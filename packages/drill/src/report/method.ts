import type { RunRecord } from "../scenario/run-record.ts";
import { POOL_MAX } from "../stack/money.ts";
import { durationText } from "../timeline/offset-text.ts";

/** How the numbers came about, one sentence or two for each point. */
export function methodOf({
  scenario,
  past,
  loadStartedAt,
  loadEndedAt,
  requests,
  versions,
}: RunRecord): string[] {
  const { node, postgresql, prometheus, alertmanager, k6 } = versions;
  const length = durationText(loadEndedAt - loadStartedAt);
  return [
    "Real time, nothing compressed: the very compose/prometheus.yml (scrapes and rules each 5 s), alerts/*.rules.yml and alerts/alertmanager.yml that a production set-up uses. Only the address of the pager is this run's.",
    `k6 sent ${scenario.loads[0].rate} requests per second over all routes, with what the scenario adds ${requests} in ${length}, whether or not earlier ones had been answered.`,
    `Money is instrumented by one import of @plimsoll/node. Its pool holds ${scenario.plan.env?.["MONEY_POOL_MAX"] ?? POOL_MAX} connections and gives up an acquire after 5 s.`,
    scenario.kind === "fault"
      ? `The fault, after ${scenario.warmUpSeconds} s of steady load: ${scenario.title}.`
      : `Nothing was broken in this run: ${scenario.title}.`,
    ...pastOf(past),
    "Money sent its traces as OTLP every half second to the drill itself, each request's, and the newest 30,000 spans were kept.",
    "The page counts from the moment at which the webhook receiver had it in full, Alertmanager's grouping included.",
    "A user-visible error counts from the moment at which a request failed (no answer, or a status of 500 and above), or had taken one second.",
    "PostgreSQL ran without fsync, synchronous_commit and full_page_writes: its data is deleted after the run, and a busy disk would cause errors that are not the fault's.",
    `Node ${node}, PostgreSQL ${postgresql}, Prometheus ${prometheus}, Alertmanager ${alertmanager}, k6 ${k6}, all on one machine with one clock.`,
  ];
}

function pastOf(past: RunRecord["past"]): string[] {
  if (past === null) return [];
  return [
    `Some rules compare with the half hour that ended ten minutes ago. Prometheus was given a past hour for them: each of the ${past.series.length} recorded series at its value of the warm-up. It was restarted for that, before the fault.`,
  ];
}
