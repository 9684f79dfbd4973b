import type { ReceivedAlert } from "../score/received-page.ts";
import { wrapText } from "../timeline/wrap-text.ts";
import { clockTime } from "../timeline/clock-time.ts";

/** A heading of a page and its text. */
export interface PageFact {
  readonly label: string;
  readonly text: string;
}

const ANNOTATIONS: readonly (readonly [string, string])[] = [
  ["What", "description"],
  ["Evidence", "evidence"],
  ["Do first", "do_first"],
  ["Do not", "do_not"],
  ["Runbook", "runbook_url"],
  ["Dashboard", "dashboard_url"],
];

/** What a page says, in the order in which on-call reads it. What the alert does not say is left out. */
export function pageFacts({ labels, annotations }: ReceivedAlert): PageFact[] {
  const where = ["service", "environment", "pool"].flatMap((label) =>
    labels[label] ? [`${label} ${labels[label]}`] : [],
  );
  const facts = [
    { label: "Cause", text: labels["cause"] ?? "" },
    { label: "Where", text: where.join(", ") },
    ...ANNOTATIONS.map(([label, key]) => ({ label, text: annotations[key] ?? "" })),
  ];
  return facts.filter(({ text }) => text !== "");
}

const LABEL_WIDTH = 11;

/** A page as a phone or a terminal would show it, `width` columns wide. */
export function pageLines(alert: ReceivedAlert, at: number, width = 100): string[] {
  const { alertname = "alert", severity = "" } = alert.labels;
  const kind = alert.status === "resolved" ? "RESOLVED" : severity.toUpperCase() || "ALERT";
  const summary = alert.annotations["summary"];
  return [
    `${kind} ${clockTime(at)} ${alertname}`,
    ...(summary ? wrapText(summary, width - 2).map((line) => `  ${line}`) : []),
    ...pageFacts(alert).flatMap(({ label, text }) =>
      wrapText(text, width - LABEL_WIDTH - 2).map(
        (line, index) => `  ${(index === 0 ? label : "").padEnd(LABEL_WIDTH)}${line}`,
      ),
    ),
  ];
}
