import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { ALERTS } from "../src/alerts/alerts.ts";
import { RECORDED } from "../src/recorded.ts";
import { readRunbook } from "../src/runbook/read-runbook.ts";

const PACKAGE = join(import.meta.dirname, "../..");
const RUNBOOKS = join(PACKAGE, "../../alerts/runbooks");
const DASHBOARDS = join(PACKAGE, "../../dashboards");
const HEADINGS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Do not"];

/** What stands beside the alerts in their folder. */
const NO_ALERTS = ["alert.ts", "alerts.ts", "annotation-text.ts", "blame.ts", "condition.ts"];

const PANELS = readPanels();

const alertNames = ALERTS.map((alert) => alert.name).toSorted();

t.test("every alert has one source file, one test and one runbook, and none is left over", (t) => {
  const sources = files("src/alerts").filter((file) => !NO_ALERTS.includes(file));
  t.same(sources.map(alertName).toSorted(), alertNames);
  t.same(files("test/alerts").map(alertName).toSorted(), alertNames);
  t.same(
    readdirSync(RUNBOOKS).toSorted(),
    alertNames.map((name) => `${name}.md`),
  );
  t.end();
});

t.test("every runbook has the five headings, fits a page and queries what is recorded", (t) => {
  const recorded = new Set(Object.values(RECORDED).map((series) => series.name));
  for (const name of alertNames) {
    const text = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8");
    t.ok(text.startsWith(`# ${name}\n`), name);
    t.same(
      [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]),
      HEADINGS,
      name,
    );
    t.ok(text.split("\n").length <= 60, `${name} fits a page`);
    const queried = text.match(/plimsoll:[a-z0-9_:]+/g) ?? [];
    t.equal(queried.length > 0, name !== "PlimsollWatchdog", `${name} has a query`);
    for (const series of queried) t.ok(recorded.has(series), `${series} in ${name}`);
  }
  t.end();
});

t.test("every step of a runbook says what it shows, and stands on one line of a screen", (t) => {
  for (const name of alertNames) {
    const text = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8");
    for (const line of text.split("\n")) t.ok(line.length <= 130, `${name}: ${line}`);
    const { diagnosis, mitigations } = readRunbook(text);
    t.ok(diagnosis.length > 0, `${name} has steps`);
    t.ok(mitigations.length > 0, `${name} has mitigations`);
    for (const step of diagnosis) {
      if (step.language === "promql") t.ok(step.shows, `${name}: ${step.text}`);
      t.notMatch(step.text, /…/, "placeholders are words that can be found and replaced");
    }
  }
  t.end();
});

t.test("every panel that a runbook names is on the dashboard", (t) => {
  for (const name of alertNames) {
    const text = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8");
    for (const [, dashboard, panels = ""] of text.matchAll(/^Dashboard (.*?): (.*)\.$/gm)) {
      for (const [, panel = ""] of panels.matchAll(/"(.*?)"/g)) {
        t.ok(PANELS.get(dashboard ?? "")?.has(panel), `${name}: ${panel} of ${dashboard}`);
      }
    }
  }
  t.end();
});

t.test("the runbooks of causes that page forbid what the post-mortem's responders did", (t) => {
  for (const { name, role, severity } of ALERTS) {
    if (role !== "cause" || severity !== "page") continue;
    const forbidden = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8").split("## Do not")[1];
    t.match(forbidden, /Do not scale out/, name);
    t.match(forbidden, /[Dd]o not restart the database/, name);
  }
  t.end();
});

t.test("the README lists every recorded series with its labels and unit", (t) => {
  const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
  for (const [key, series] of Object.entries(RECORDED)) {
    const labels = series.labels.map((label) => `\`${label}\``).join(", ") || "–";
    const row = `| \`${key}\` | \`${series.name}\` | ${labels} | ${series.unit} | ${series.meaning} |`;
    t.ok(unaligned(readme).includes(row), row);
  }
  t.end();
});

/** Titles of panels by the title of their dashboard. */
function readPanels(): Map<string, Set<string>> {
  const texts = readdirSync(DASHBOARDS).map((file) => readFileSync(join(DASHBOARDS, file), "utf8"));
  return new Map(
    texts.map((text) => {
      const { title } = JSON.parse(text) as { title: string };
      return [
        title,
        new Set([...text.matchAll(/"title": "(.*)"/g)].map(([, panel = ""]) => panel)),
      ];
    }),
  );
}

function files(folder: string): readonly string[] {
  return readdirSync(join(PACKAGE, folder)).filter((file) => file.endsWith(".ts"));
}

function alertName(file: string): string {
  const words = file.replace(/(\.test)?\.ts$/, "").split("-");
  return `Plimsoll${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
}

function unaligned(table: string): string {
  return table.replaceAll(/ {2,}/g, " ");
}
