import { z } from "zod";
import { ALERTS } from "../alerts/alerts.ts";
import type { Severities } from "../rule-groups.ts";
import type { Selection } from "../selection.ts";
import { namedSchema, labelsSchema, selectorSchema } from "./label-schemas.ts";
import {
  type NumericThreshold,
  ruleText,
  THRESHOLD_RULES,
  type ThresholdRule,
} from "./threshold-rules.ts";

/** What a user may say about the alerts: `plimsoll alerts --config FILE`, docs/alert-config.md. */
export interface AlertConfig {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly severities?: Severities | undefined;
  readonly thresholds?: Partial<Readonly<Record<NumericThreshold, number>>> | undefined;
  readonly quietRoutes?: readonly string[] | undefined;
  readonly quietPools?: readonly string[] | undefined;
  readonly selector?: Selection | undefined;
  readonly runbookBaseUrl?: string | undefined;
  readonly dashboardBaseUrl?: string | undefined;
  readonly disable?: readonly string[] | undefined;
  readonly operator?: OperatorConfig | undefined;
  readonly grafana?: GrafanaConfig | undefined;
  readonly mimir?: { readonly namespace?: string | undefined } | undefined;
}

/** The resource that prometheus-operator reads. */
export interface OperatorConfig {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Where Grafana-managed alerts live and what they ask. */
export interface GrafanaConfig {
  readonly folder?: string | undefined;
  readonly datasourceUid?: string | undefined;
}

const severity = text("a word of letters, digits, _ or -", /^[\w-]+$/);
const url = z.string({ error: "an http or https address" }).regex(/^https?:\/\/[^\s{}$?#]+$/, {
  error: "an http or https address without ?, # and template",
});
const kubernetesName = text(
  "a Kubernetes name: a-z, 0-9 and -, at most 63",
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
);
const line = text("a line of text that is not empty", /^[^\n\r]+$/);

const thresholds = Object.fromEntries(
  Object.entries(THRESHOLD_RULES).map(([key, rule]) => [key, threshold(rule)]),
);

/** Every section, in the order of the page. */
const SECTIONS: Readonly<Record<keyof AlertConfig, z.ZodType>> = {
  labels: labelsSchema().describe(
    "Labels that every alert gets, for your own routing. Not those that Plimsoll sets itself.",
  ),
  severities: strict({ page: severity, ticket: severity }).describe(
    "Your words for Plimsoll's two severities; the routes and inhibitions of alertmanager.yml take both. What a process posts itself (PLIMSOLL_ALERTMANAGER_URL) keeps Plimsoll's.",
  ),
  thresholds: strict(thresholds).describe(
    "Numbers in place of the default ones; all of them below.",
  ),
  quietRoutes: z
    .array(line, { error: "a list of routes" })
    .describe(
      "Routes that may hold a connection without a query for minutes, such as a nightly batch.",
    ),
  quietPools: z
    .array(line, { error: "a list of pool names" })
    .describe("Pools that may, such as one that listens for notifications."),
  selector: selectorSchema().describe(
    "Matchers for every series that the rules read: label → value, or a list of values. The label must be one of the target, so that up carries it too. It is kept on all that is recorded and alerted: pools of different values are different pools, and the rule sets of several clusters can share one Prometheus.",
  ),
  runbookBaseUrl: url.describe(
    "Where you publish the runbooks; a page links to <base>/<alert>.md.",
  ),
  dashboardBaseUrl: url.describe("Grafana's address, as those on call open it."),
  disable: z
    .array(
      z.enum(
        ALERTS.map(({ name }) => name),
        { error: "the name of an alert of docs/alerts.md" },
      ),
      { error: "a list of alerts" },
    )
    .describe("Alerts to leave out. What such a cause would have muted pages in its place."),
  operator: strict({
    name: kubernetesName,
    namespace: kubernetesName,
    labels: namedSchema(),
  }).describe(
    "The PrometheusRule: its name, namespace and labels. The labels must match the ruleSelector of your Prometheus; one that it does not match is silently unused.",
  ),
  grafana: strict({ folder: line, datasourceUid: line }).describe(
    "The folder of the Grafana-managed alerts, and the uid of the Prometheus data source that they ask.",
  ),
  mimir: strict({ namespace: line }).describe("The ruler's namespace of the rules."),
};

/** The schema of the config file: rules and wording stand here once, for reading, for the JSON Schema and for the page. */
export const ALERT_CONFIG_SCHEMA: z.ZodType<AlertConfig> = strict(
  SECTIONS,
) as z.ZodType<AlertConfig>;

/** The keys that may stand in the mapping at `path`. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const [section] = path;
  const schema =
    section === undefined ? ALERT_CONFIG_SCHEMA : SECTIONS[section as keyof AlertConfig];
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Every section and what it says. */
export function sectionMeanings(): readonly (readonly [key: string, meaning: string])[] {
  return Object.entries(SECTIONS).map(([key, schema]) => [key, schema.description ?? ""]);
}

/** The JSON Schema of the config file. */
export function alertConfigJsonSchema(): object {
  return z.toJSONSchema(ALERT_CONFIG_SCHEMA);
}

/** Every key may be left out, and no other may stand there. */
function strict(shape: Readonly<Record<string, z.ZodType>>): z.ZodType {
  return z.strictObject(shape, { error: "a mapping of keys to values" }).partial();
}

function text(rule: string, pattern: RegExp): z.ZodString {
  return z.string({ error: rule }).regex(pattern, { error: rule });
}

function threshold(rule: ThresholdRule): z.ZodType<number> {
  const error = ruleText(rule);
  if (rule.oneOf !== undefined) return z.literal([...rule.oneOf], { error });
  const limits = z.number({ error }).min(rule.minimum, { error }).max(rule.maximum, { error });
  const whole = rule.kind === "whole" ? limits.int({ error }) : limits;
  return rule.isEven ? whole.multipleOf(2, { error }) : whole;
}
