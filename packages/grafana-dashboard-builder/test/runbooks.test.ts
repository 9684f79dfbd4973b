import { POOL_CAUSES } from "@plimsoll/catalog";
import t from "tap";
import { CAUSE_WORDS } from "../src/causes.ts";
import { dashboardOf } from "../src/dashboards.ts";
import { allPanels } from "../src/layout.ts";
import { runbookUrl } from "../src/runbooks.ts";
import { pageCauses, ruleFileLines, ruleFileValues } from "./repository.ts";

const pool = dashboardOf("pool").build();

t.test("a runbook has the same address here and in the alerts", (t) => {
  const alerts = ruleFileValues("alert");
  t.ok(alerts.length > 0);
  t.strictSame(ruleFileValues("runbook_url"), alerts.map(runbookUrl));
  t.end();
});

t.test("every cause that a page or a process can name has its words", (t) => {
  const named = new Set([...pageCauses(), ...POOL_CAUSES]);
  t.strictSame(Object.keys(CAUSE_WORDS).toSorted(), [...named].toSorted());
  for (const { alert } of Object.values(CAUSE_WORDS)) {
    t.ok(ruleFileValues("runbook_url").includes(runbookUrl(alert)), alert);
  }
  t.end();
});

for (const id of [107, 109]) {
  t.test(`panel ${id} says each cause in words that link to its runbook`, (t) => {
    const panel = allPanels(pool.panels).find((panel) => panel.id === id);
    const overrides = panel?.fieldConfig?.overrides ?? [];
    for (const cause of [...Object.keys(CAUSE_WORDS), "none"]) {
      const found = overrides.find(({ matcher }) => matcher.options === cause);
      const [name, links] = found?.properties ?? [];
      t.match(name, { id: "displayName", value: /^.{8,50}$/ }, cause);
      const url = (links?.value as readonly { url: string }[] | undefined)?.[0]?.url;
      t.equal(url, cause === "none" ? undefined : runbookUrl(CAUSE_WORDS[cause]?.alert ?? ""));
    }
    t.end();
  });
}

t.test("the alerts' dashboard link points at this dashboard and fills its variables", (t) => {
  const links = ruleFileValues("alert").length;
  const urls = ruleFileLines("dashboard_url");
  t.equal(urls.length, links);
  const variables = new Set(pool.templating?.list?.map(({ name }) => name));
  for (const url of urls) {
    t.match(url, "/d/plimsoll-pool?");
    for (const [, name] of url.matchAll(/var-(\w+)=/g))
      t.ok(variables.has(name ?? ""), String(name));
  }
  t.end();
});
