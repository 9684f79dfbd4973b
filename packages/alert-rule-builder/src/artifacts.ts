import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alertmanagerFileText } from "./alertmanager-file.ts";
import { ruleFileText } from "./rule-file.ts";
import type { RuleOptions } from "./rule-groups.ts";

/** One generated file. */
export interface Artifact {
  /** File name inside the output folder. */
  readonly file: string;
  readonly text: string;
}

/** Everything that is generated into `alerts/`. The runbooks there are written by hand. */
export function artifacts(options: RuleOptions = {}): readonly Artifact[] {
  return [
    { file: "plimsoll-pool.rules.yml", text: ruleFileText(options) },
    { file: "alertmanager.yml", text: alertmanagerFileText() },
  ];
}

/** The names of those files in `folder` that are missing or differ from what would be generated. */
export function staleFiles(folder: string, options: RuleOptions = {}): readonly string[] {
  return artifacts(options)
    .filter(({ file, text }) => {
      const path = join(folder, file);
      return !existsSync(path) || readFileSync(path, "utf8") !== text;
    })
    .map(({ file }) => file);
}

/** Writes every artifact into `folder`, which is made when it does not exist. */
export function writeArtifacts(folder: string, options: RuleOptions = {}): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of artifacts(options)) writeFileSync(join(folder, file), text);
}
