import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A path inside the repository, whatever the working folder is. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
}

/** Paths of the generated rule files. */
export function ruleFiles(): string[] {
  return readdirSync(repositoryPath("alerts"))
    .filter((name) => name.endsWith(".rules.yml"))
    .map((name) => repositoryPath(`alerts/${name}`));
}

/** Every line `key: …` of the rule files: what stands after the key. */
export function ruleFileLines(key: string): string[] {
  return ruleFiles().flatMap((file) => {
    const lines = readFileSync(file, "utf8").matchAll(new RegExp(`^ *(?:- )?${key}: (.+)$`, "gm"));
    return [...lines].map((match) => match[1] ?? "");
  });
}

/** As {@link ruleFileLines}, of the lines whose value is one word: a name or an address. */
export function ruleFileValues(key: string): string[] {
  return ruleFileLines(key).filter((value) => !value.includes(" "));
}

/** The causes that pages name, in the order of the rule files. */
export function pageCauses(): string[] {
  const labels = /^ *severity: page\n *role: cause\n *cause: (\w+)$/gm;
  return ruleFiles().flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(labels)].map((match) => match[1] ?? ""),
  );
}
