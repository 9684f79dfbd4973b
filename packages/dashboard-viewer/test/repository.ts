import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The working copy. */
export const ROOT: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** The generated dashboards. */
export const DASHBOARDS: string = join(ROOT, "dashboards");

/** Dashboards of the tests' own. */
export const FIXTURES: string = fileURLToPath(new URL("../../test/fixtures/", import.meta.url));

/** A real scrape of an instance with every metric. */
export const GOLDEN_SCRAPE: string = join(
  ROOT,
  "packages/alert-rule-builder/test/golden/js-scrape.prom",
);

/** The browser that `npm test` brings. */
export const CHROMIUM: string = join(ROOT, ".plimsoll/bin/chromium");

/** The generated recording and alerting rules. */
export function ruleFiles(): string[] {
  const folder = join(ROOT, "alerts");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".rules.yml"))
    .map((name) => join(folder, name));
}
