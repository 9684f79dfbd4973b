import { pageFacts } from "../pager/page-lines.ts";
import type { ReceivedPage } from "../score/received-page.ts";
import { clockTime } from "../timeline/clock-time.ts";
import { html, type Html } from "./html.ts";

/** A page as on-call received it. */
export function pageCard({ alert, at }: ReceivedPage): Html {
  const facts = pageFacts(alert).map(
    ({ label, text }) =>
      html`<dt>${label}</dt>
        <dd>${text}</dd> `,
  );
  return html`<article class="page">
    <p class="eyebrow">${clockTime(at)}, severity ${alert.labels["severity"] ?? "none"}</p>
    <h3>${alert.labels["alertname"] ?? "alert"}</h3>
    <p>${alert.annotations["summary"] ?? ""}</p>
    <dl>${facts}</dl>
  </article> `;
}
