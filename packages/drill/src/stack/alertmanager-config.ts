import { PAGER_URL } from "@plimsoll/alert-rule-builder";
import { DrillError } from "../drill-error.ts";

/**
 * The text of alerts/alertmanager.yml with the address of its example pager replaced; nothing else changes.
 * @throws DrillError `PLIMSOLL_START_FAILED` when the address does not occur.
 */
export function withPagerUrl(text: string, pagerUrl: string): string {
  if (!text.includes(PAGER_URL)) {
    throw new DrillError(
      "PLIMSOLL_START_FAILED",
      `alerts/alertmanager.yml: no webhook at ${PAGER_URL}, so the drill would get no page. Run \`npm run generate\`.`,
    );
  }
  return text.replaceAll(PAGER_URL, () => pagerUrl);
}
