import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { alertmanagerFileText } from "./alertmanager-file.ts";
import type { AlertConfig } from "./config/alert-config.ts";
import { phoneTemplateText } from "./delivery/phone-template.ts";
import { receiverFiles } from "./delivery/receiver-files.ts";
import { grafanaFileText } from "./formats/grafana-file.ts";
import { mimirFileText } from "./formats/mimir-file.ts";
import { operatorFileText } from "./formats/operator-file.ts";
import { ruleFileText } from "./rule-file.ts";
import type { RuleOptions } from "./rule-groups.ts";
import { scopeRoutes, scopeSeverities } from "./scope-routes.ts";

/** One generated file. */
export interface Artifact {
  /** Path inside the output folder. */
  readonly file: string;
  readonly text: string;
}

/** For whom the rules are written. */
export const ALERT_FORMATS = ["prometheus", "prometheus-operator", "grafana", "mimir"] as const;

/** One of them. */
export type AlertFormat = (typeof ALERT_FORMATS)[number];

/** What a format needs to be told beside the rules' own options. */
export interface FormatOptions extends Pick<AlertConfig, "operator" | "grafana" | "mimir"> {
  /** @default "prometheus" */
  readonly format?: AlertFormat;
}

/** Every file of a format; of Prometheus' own, what `alerts/` holds. The runbooks there are written by hand. */
export function artifacts(
  options: RuleOptions = {},
  { format = "prometheus", ...of }: FormatOptions = {},
): readonly Artifact[] {
  return FILES[format](options, of);
}

const FILES: Readonly<
  Record<AlertFormat, (options: RuleOptions, of: FormatOptions) => readonly Artifact[]>
> = {
  prometheus: (options) => [rules(options), ...routes(options)],
  "prometheus-operator": (options, { operator }) => [
    { file: "plimsoll-pool.prometheusrule.yml", text: operatorFileText(options, operator) },
    ...routes(options),
  ],
  grafana: (options, { grafana }) => [
    rules(options),
    { file: "plimsoll-alerts.grafana.yml", text: grafanaFileText(options, grafana) },
  ],
  mimir: (options, { mimir }) => [
    { file: "plimsoll-pool.mimir.yml", text: mimirFileText(options, mimir?.namespace) },
    ...routes(options),
  ],
};

function rules(options: RuleOptions): Artifact {
  return { file: "plimsoll-pool.rules.yml", text: ruleFileText(options) };
}

/** What Alertmanager reads, in the user's words. */
function routes(options: RuleOptions): readonly Artifact[] {
  return alertmanagerArtifacts().map(({ file, text }) => ({
    file,
    text: file.endsWith(".tmpl")
      ? scopeSeverities(text, options.severities)
      : scopeRoutes(text, options),
  }));
}

function alertmanagerArtifacts(): readonly Artifact[] {
  return [
    { file: "alertmanager.yml", text: alertmanagerFileText() },
    { file: "plimsoll.tmpl", text: phoneTemplateText() },
    ...receiverFiles().map(({ file, text }) => ({ file: `receivers/${file}`, text })),
  ];
}

/** The names of those files in `folder` that are missing or differ from what would be generated. */
export function staleFiles(
  folder: string,
  files: readonly Artifact[] = artifacts(),
): readonly string[] {
  return files
    .filter(({ file, text }) => {
      const path = join(folder, file);
      return !existsSync(path) || readFileSync(path, "utf8") !== text;
    })
    .map(({ file }) => file);
}

/**
 * Writes `files` into `folder`, which is made when it does not exist. All are written beside their places first: a full disk
 * leaves the old ones as they are, and no reader ever sees half of one.
 */
export function writeArtifacts(folder: string, files: readonly Artifact[] = artifacts()): void {
  const moves = files.map(({ file, text }) => {
    const path = join(folder, file);
    return { path, text, temporary: `${path}.${process.pid}-${randomUUID()}.tmp` };
  });
  try {
    for (const { path, text, temporary } of moves) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(temporary, text);
    }
    for (const { path, temporary } of moves) renameSync(temporary, path);
  } finally {
    for (const { temporary } of moves) rmSync(temporary, { force: true });
  }
}
