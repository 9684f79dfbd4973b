import { DEFAULT_THRESHOLDS } from "../thresholds.ts";
import { selectedLabels } from "../selection.ts";
import type { AlertConfig } from "./alert-config.ts";
import type { FoundProblem } from "./describe-issue.ts";
import { THRESHOLD_ORDERS } from "./threshold-rules.ts";

/** What is wrong in a config of which every value is right by itself. */
export function contradictions(config: AlertConfig): readonly FoundProblem[] {
  return [...orders(config), ...labelsAgainstSelector(config), ...equalSeverities(config)];
}

function orders({ thresholds = {} }: AlertConfig): readonly FoundProblem[] {
  const all = { ...DEFAULT_THRESHOLDS, ...thresholds };
  return THRESHOLD_ORDERS.filter(({ less, more }) => all[less] >= all[more]).map(
    ({ less, more, why }) => {
      const key = thresholds[less] === undefined ? more : less;
      const rule =
        key === less ? `less than ${more} (${all[more]})` : `more than ${less} (${all[less]})`;
      return {
        keys: ["thresholds", key],
        message: `must be ${rule}, or ${why}; got ${all[key]}. Change one of the two.`,
      };
    },
  );
}

function labelsAgainstSelector({
  labels = {},
  selector = {},
}: AlertConfig): readonly FoundProblem[] {
  return Object.entries(selectedLabels(selector))
    .filter(([label, value]) => labels[label] !== undefined && labels[label] !== value)
    .map(([label, value]) => ({
      keys: ["labels", label],
      message: `must be what selector.${label} says, ${JSON.stringify(value)}; got ${JSON.stringify(labels[label])}. Leave it out: alerts carry it.`,
    }));
}

function equalSeverities({ severities = {} }: AlertConfig): readonly FoundProblem[] {
  const { page = "page", ticket = "ticket" } = severities;
  if (page !== ticket) return [];
  const key = severities.page === undefined ? "ticket" : "page";
  const message = `must differ between page and ticket, or tickets wake people; got ${JSON.stringify(page)} for both. Change one.`;
  return [{ keys: ["severities", key], message }];
}
