import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { alertmanagerFileText } from "./alertmanager-file.ts";
import { phoneTemplateText } from "./delivery/phone-template.ts";
import { receiverFiles } from "./delivery/receiver-files.ts";
import { ruleFileText } from "./rule-file.ts";
import type { RuleOptions } from "./rule-groups.ts";

/** One generated file. */
export interface Artifact {
  /** Path inside the output folder. */
  readonly file: string;
  readonly text: string;
}

/** Everything that is generated into `alerts/`. The runbooks there are written by hand. */
export function artifacts(options: RuleOptions = {}): readonly Artifact[] {
  return [
    { file: "plimsoll-pool.rules.yml", text: ruleFileText(options) },
    { file: "alertmanager.yml", text: alertmanagerFileText() },
    { file: "plimsoll.tmpl", text: phoneTemplateText() },
    ...receiverFiles().map(({ file, text }) => ({ file: `receivers/${file}`, text })),
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
  for (const { file, text } of artifacts(options)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
