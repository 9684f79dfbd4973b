import { readFileSync, statSync } from "node:fs";
import { KEEP_REASONS } from "@plimsoll/catalog";
import { CONFIG_RULES, QUERY_TEXTS } from "@plimsoll/pool-observer";
import { LOG_LEVELS } from "./diag-logger.ts";
import { areAlertmanagerUrls, readLabels } from "./fast-path/settings.ts";
import { SDK_SETTINGS } from "./sdk-choice.ts";

/** What the value of a variable must be. */
export interface EnvironmentRule {
  readonly rule: string;
  readonly isValid: (value: string) => boolean;
  /** What happens when the value breaks the rule. @default "It is ignored: the default applies." */
  readonly otherwise?: string;
  /** Whether the value may not be shown. */
  readonly isSecret?: boolean;
}

const number = (
  rule: string,
  isInRange: (n: number) => boolean,
  isInteger = true,
): EnvironmentRule => ({
  rule,
  isValid: (value) => {
    const n = Number(value);
    return (
      value.trim() !== "" && (isInteger ? Number.isInteger(n) : Number.isFinite(n)) && isInRange(n)
    );
  },
});

const oneOf = (...values: string[]): EnvironmentRule => ({
  rule: `must be one of ${values.join(", ")}`,
  isValid: (value) => values.includes(value),
});

const listOf = (...values: string[]): EnvironmentRule => ({
  rule: `must be a comma-separated list of ${values.join(", ")}`,
  isValid: (value) => value.split(",").every((part) => values.includes(part.trim())),
});

const noneOr = ({ rule, isValid }: EnvironmentRule): EnvironmentRule => ({
  rule: `${rule}, or none`,
  isValid: (value) => value === "none" || isValid(value),
});

const milliseconds = number("must be a whole number of milliseconds ≥ 1", (n) => n >= 1);
const count = number("must be a whole number ≥ 1", (n) => n >= 1);
const endpoint: EnvironmentRule = {
  isSecret: true,
  rule: "must be a URL that begins with http:// or https://",
  isValid: (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
};
const notServed = "/metrics is not served.";
const notPosted = "The fast path is off.";
const pemFile: EnvironmentRule = {
  rule: "must be the path of a PEM file that this process can read",
  isValid: canRead,
  otherwise: notServed,
};
const protocol = oneOf("grpc", "http/protobuf", "http/json");

/**
 * The variables that this package or the SDK reads at start, and what each must be.
 * Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const ENVIRONMENT_RULES: Readonly<Record<string, EnvironmentRule>> = {
  OTEL_BLRP_EXPORT_TIMEOUT: milliseconds,
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: count,
  OTEL_BLRP_MAX_QUEUE_SIZE: count,
  OTEL_BLRP_SCHEDULE_DELAY: milliseconds,
  OTEL_BSP_EXPORT_TIMEOUT: milliseconds,
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count,
  OTEL_BSP_MAX_QUEUE_SIZE: count,
  OTEL_BSP_SCHEDULE_DELAY: milliseconds,
  // What the file says is checked when it is read.
  OTEL_CONFIG_FILE: {
    rule: "must be the path of a file",
    isValid: (value) => statSync(value, { throwIfNoEntry: false })?.isFile() === true,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
  OTEL_EXPORTER_PROMETHEUS_PORT: number(
    "must be a whole number from 0 (any free port) to 65535",
    (n) => n >= 0 && n <= 65_535,
  ),
  OTEL_LOGS_EXPORTER: listOf("otlp", "console", "none"),
  OTEL_LOG_LEVEL: oneOf(...LOG_LEVELS),
  OTEL_METRICS_EXPORTER: listOf("prometheus", "otlp", "console", "none"),
  OTEL_METRIC_EXPORT_INTERVAL: milliseconds,
  OTEL_METRIC_EXPORT_TIMEOUT: milliseconds,
  OTEL_PROPAGATORS: listOf("tracecontext", "baggage", "b3", "b3multi", "none"),
  OTEL_RESOURCE_ATTRIBUTES: {
    isSecret: true,
    rule: "must be a comma-separated list of key=value",
    isValid: (value) => value.split(",").every((pair) => /^\s*[^=\s]+\s*=/.test(pair)),
  },
  OTEL_SDK_DISABLED: oneOf("true", "false"),
  OTEL_TRACES_EXPORTER: listOf("otlp", "console", "none"),
  OTEL_TRACES_SAMPLER: oneOf(
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
  ),
  OTEL_TRACES_SAMPLER_ARG: number("must be a ratio from 0 to 1", (n) => n >= 0 && n <= 1, false),
  PLIMSOLL_ALERTMANAGER_LABELS: {
    rule: "must be a comma-separated list of label=value, without the labels that the rule sets (alertname, severity, role, cause, pool, instance)",
    isValid: (value) => readLabels(value) !== undefined,
    otherwise: notPosted,
  },
  PLIMSOLL_ALERTMANAGER_TOKEN_FILE: {
    rule: "must be the path of a file that this process can read and that is not empty",
    isValid: canRead,
    otherwise: notPosted,
  },
  PLIMSOLL_ALERTMANAGER_URL: {
    rule: "must be a comma-separated list of at most five URLs that begin with http:// or https:// and have no query",
    isValid: areAlertmanagerUrls,
    otherwise: notPosted,
    isSecret: true,
  },
  PLIMSOLL_APPLICATION_NAME: oneOf("true", "false"),
  PLIMSOLL_CONSOLE_TRACE_ID: oneOf("true", "false"),
  PLIMSOLL_HTTP_TIMEOUT_SECONDS: number(
    "must be a number of seconds, or 0 when the app serves no HTTP",
    (n) => n >= 0,
    false,
  ),
  PLIMSOLL_IGNORED_FINDINGS: listOf(...CONFIG_RULES.map(({ rule }) => rule)),
  PLIMSOLL_INSTANCES: { ...count, otherwise: notPosted },
  PLIMSOLL_KEEP_TRACES: noneOr(listOf(...KEEP_REASONS)),
  PLIMSOLL_LAST_DATA_SECONDS: number("must be a number of seconds ≥ 0", (n) => n >= 0, false),
  PLIMSOLL_LEAK_AFTER_SECONDS: number("must be a number of seconds > 0", (n) => n > 0, false),
  PLIMSOLL_METRICS_TLS_CERT_FILE: pemFile,
  PLIMSOLL_METRICS_TLS_KEY_FILE: pemFile,
  PLIMSOLL_METRICS_TOKEN: {
    // What a header can carry (RFC 6750), and long enough not to be guessed.
    rule: "must be at least 16 letters, digits or any of -._~+/=",
    isValid: (value) => /^[\w.~+/=-]{16,}$/.test(value),
    otherwise: notServed,
    isSecret: true,
  },
  PLIMSOLL_QUERY_TEXT: oneOf(...QUERY_TEXTS),
  PLIMSOLL_SDK: oneOf(...SDK_SETTINGS),
  PLIMSOLL_SERVER_PROBE: oneOf("true", "false"),
  PLIMSOLL_SERVER_TIMING: oneOf("true", "false"),
  PLIMSOLL_SLOW_TRACE_SECONDS: number("must be a number of seconds > 0", (n) => n > 0, false),
  PLIMSOLL_SQLCOMMENTER: oneOf("true", "false"),
};

function canRead(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}
