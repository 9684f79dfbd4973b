import { readFileSync } from "node:fs";
import t from "tap";
import { CONFIG_RULES } from "../../src/findings/find-config.ts";
import { findingsPage } from "../../src/findings/findings-page.ts";

t.test("docs/config-findings.md is current", (t) => {
  const page = new URL("../../../../../docs/config-findings.md", import.meta.url);
  t.equal(readFileSync(page, "utf8"), findingsPage(), "run `pnpm run generate`");
  t.end();
});

t.test("every rule has a row, and a heading of its own name to link to", (t) => {
  const page = findingsPage();
  for (const { rule } of CONFIG_RULES) {
    t.ok(page.includes(`\n| [${rule}](#${rule}) |`), rule);
    t.ok(page.includes(`\n## ${rule}\n`), rule);
    // GitHub makes the anchor of a heading by lower case and hyphens: a name that has neither stays as it is.
    t.match(rule, /^[a-z_]+$/);
  }
  t.end();
});
