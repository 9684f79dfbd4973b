import { ALERTS } from "../alerts/alerts.ts";
import { BLAME } from "../alerts/blame.ts";
import { POOL_LABELS, SERVICE_LABELS } from "../pool-labels.ts";

/** The causes that mute each other, in the order of blame. */
export const CAUSES_BY_BLAME: readonly string[] = ALERTS.filter(({ name }) =>
  BLAME.includes(name),
).map(({ cause }) => cause);

/** Which alert mutes which. Nothing here targets `role="meta"`. */
export function inhibitRules(): readonly object[] {
  return [symptomsByCauses(), ...causesByOrderOfBlame()];
}

// A symptom (slow or failing HTTP requests) has no pool: it belongs to the service.
function symptomsByCauses(): object {
  return {
    source_matchers: ['role="cause"', 'severity="page"', ...present(["service"])],
    target_matchers: ['role="symptom"', ...present(["service"])],
    equal: SERVICE_LABELS,
  };
}

/**
 * Each cause mutes those of less blame for the same pool. Alertmanager takes two missing labels for equal, so both sides must
 * have a service and a pool; and only a page mutes a page.
 */
function causesByOrderOfBlame(): readonly object[] {
  return CAUSES_BY_BLAME.slice(0, -1).map((cause, index) => ({
    source_matchers: ['role="cause"', 'severity="page"', `cause="${cause}"`, ...presentPool()],
    target_matchers: [
      'role="cause"',
      'severity="page"',
      `cause=~"${CAUSES_BY_BLAME.slice(index + 1).join("|")}"`,
      ...presentPool(),
    ],
    equal: POOL_LABELS,
  }));
}

function presentPool(): readonly string[] {
  return present(["service", "pool"]);
}

function present(labels: readonly string[]): readonly string[] {
  return labels.map((label) => `${label}!=""`);
}
