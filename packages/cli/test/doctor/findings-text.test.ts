import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { error, warning } from "../../src/doctor/finding.ts";
import { FINDING_CODES, findingText } from "../../src/doctor/findings-text.ts";

t.test("docs/doctor.md has a row for every finding", (t) => {
  const page = readFileSync(join(import.meta.dirname, "../../../../../docs/doctor.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
  t.same(rows, FINDING_CODES);
  t.end();
});

t.test("a text names severity, code and place, and leaves no hole", (t) => {
  t.equal(
    findingText(error("RULE_FAILS", { lastError: "many-to-many" }, "a:b")),
    "error   RULE_FAILS a:b: Its last evaluation failed: many-to-many.",
  );
  t.match(
    findingText(warning("SCRAPE_SLOW", { seconds: 30 }, "apps")),
    /^warning SCRAPE_SLOW apps: Samples are 30 s apart/,
  );
  t.notMatch(findingText(warning("POOL_DOUBLED", { from: ["a", "b"] }, "x")), /undefined/);
  t.end();
});

t.test("a long list is cut", (t) => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  t.match(
    findingText(warning("ALERTS_MISSING", { names })),
    "without the alerts a, b, c, d, e and 2 more.",
  );
  t.end();
});

t.test("missing attributes are explained by how the series came", (t) => {
  const attributes = ["service.name"];
  t.match(
    findingText(warning("IDENTITY_MISSING", { attributes, dialects: ["otlp"] })),
    /promote_resource_attributes/,
  );
  t.match(
    findingText(warning("IDENTITY_MISSING", { attributes, dialects: ["js-scrape"] })),
    /withResourceConstantLabels/,
  );
  t.end();
});
