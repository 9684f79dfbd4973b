import t from "tap";
import { poolDashboard } from "../src/pool-dashboard.ts";
import { runbookUrl } from "../src/runbooks.ts";
import { pageCauses, ruleFileLines, ruleFileValues } from "./repository.ts";

t.test("a runbook has the same address here and in the alerts", (t) => {
  const alerts = ruleFileValues("alert");
  t.ok(alerts.length > 0);
  t.strictSame(ruleFileValues("runbook_url"), alerts.map(runbookUrl));
  t.end();
});

t.test("the panel of first actions links to an alert for each cause that a page names", (t) => {
  const panel = poolDashboard().panels?.find(({ id }) => id === 109);
  const { content } = (panel as { options: { content: string } }).options;
  const causes = [...content.matchAll(/\*\*(\w+)\*\*/g)].map((match) => match[1] ?? "");
  t.strictSame(causes.toSorted(), [...new Set(pageCauses())].toSorted());
  for (const [, url] of content.matchAll(/\]\(([^)]+)\)/g)) {
    t.ok(ruleFileValues("runbook_url").includes(url ?? ""), String(url));
  }
  t.end();
});

t.test("the alerts' dashboard link points at this dashboard and fills its variables", (t) => {
  const links = ruleFileValues("alert").length;
  const urls = ruleFileLines("dashboard_url");
  t.equal(urls.length, links);
  const variables = new Set(poolDashboard().templating?.list?.map(({ name }) => name));
  for (const url of urls) {
    t.match(url, "/d/plimsoll-pool?");
    for (const [, name] of url.matchAll(/var-(\w+)=/g))
      t.ok(variables.has(name ?? ""), String(name));
  }
  t.end();
});
