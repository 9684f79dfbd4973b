import { z } from "zod";

/** Set by the rules themselves, or by Prometheus; another value would break grouping, inhibition or the rules' own joins. */
const RESERVED: readonly string[] = [
  "alertname",
  "alertstate",
  "cause",
  "environment",
  "pool",
  "role",
  "server_address",
  "server_port",
  "service",
  "severity",
];

const LABEL_RULE = `a label name of letters, digits and _, and none of ${RESERVED.join(", ")}`;
const LABEL = new RegExp(`^(?!__)(?!(?:${RESERVED.join("|")})$)[a-zA-Z_][a-zA-Z0-9_]*$`);

// Prometheus would execute a template.
const VALUE_RULE =
  "a text of one line that is not empty, without {{ and control characters; quote what looks like a number";
const VALUE = /^(?!.*\{\{)\P{Cc}+$/u;

/** Kubernetes: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const KUBERNETES_KEY = /^([a-z0-9.-]{1,253}\/)?[a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?$/;
const KUBERNETES_VALUE = /^([a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?)?$/;

/** Static labels of alerts. */
export function labelsSchema(): z.ZodType<Record<string, string>> {
  return mapping(labelName(), labelValue());
}

/** Label → value or values. */
export function selectorSchema(): z.ZodType<Record<string, string | string[]>> {
  const values = z.array(labelValue(), { error: VALUE_RULE }).min(1, { error: VALUE_RULE });
  return mapping(
    labelName(),
    z.union([labelValue(), values], { error: `${VALUE_RULE}, or a list of such` }),
  );
}

/** Labels of a Kubernetes resource. */
export function namedSchema(): z.ZodType<Record<string, string>> {
  const key = "a Kubernetes label key";
  const value =
    "a Kubernetes label value: at most 63 letters, digits, -, _ and .; quote what looks like a number";
  return mapping(
    z.string({ error: key }).regex(KUBERNETES_KEY, { error: key }),
    z.string({ error: value }).regex(KUBERNETES_VALUE, { error: value }),
  );
}

function mapping<Value>(
  key: z.ZodString,
  value: z.ZodType<Value>,
): z.ZodType<Record<string, Value>> {
  return z.record(key, value, {
    error: (issue) => (issue.code === "invalid_type" ? "a mapping of labels to values" : undefined),
  });
}

function labelName(): z.ZodString {
  return z.string({ error: LABEL_RULE }).regex(LABEL, { error: LABEL_RULE });
}

function labelValue(): z.ZodString {
  return z.string({ error: VALUE_RULE }).regex(VALUE, { error: VALUE_RULE });
}
