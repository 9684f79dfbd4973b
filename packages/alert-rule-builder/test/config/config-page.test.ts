import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import t from "tap";
import { parse } from "yaml";
import { alertConfigJsonSchema, sectionMeanings } from "../../src/config/alert-config.ts";
import { configPage, CONFIG_EXAMPLE } from "../../src/config/config-page.ts";
import { parseAlertConfig } from "../../src/config/read-alert-config.ts";
import { THRESHOLD_ORDERS, THRESHOLD_RULES } from "../../src/config/threshold-rules.ts";
import { DEFAULT_THRESHOLDS } from "../../src/thresholds.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../../docs/alert-config.md"), "utf8");

t.test("the page in docs/ is the generated one, with the example in it", (t) => {
  t.equal(page, configPage());
  t.match(page, CONFIG_EXAMPLE);
  t.end();
});

t.test("the example uses every key of the file, and each is in the table with its meaning", (t) => {
  const example = parseAlertConfig(CONFIG_EXAMPLE, "example");
  for (const [key, meaning] of sectionMeanings()) {
    t.ok(key in example, key);
    t.ok(meaning.length > 0 && page.includes(`| \`${key}\` | ${meaning} |`), key);
  }
  t.end();
});

t.test("every threshold is in the table, and its default is allowed", (t) => {
  for (const key of Object.keys(DEFAULT_THRESHOLDS)) {
    if (key !== "quietRoutes" && key !== "quietPools") t.ok(page.includes(`| \`${key}\` | `), key);
  }
  const thresholds = Object.fromEntries(
    Object.keys(THRESHOLD_RULES).map((key) => [
      key,
      DEFAULT_THRESHOLDS[key as keyof typeof DEFAULT_THRESHOLDS],
    ]),
  );
  t.same(parseAlertConfig(JSON.stringify({ thresholds }), "defaults"), { thresholds });
  for (const { less, more } of THRESHOLD_ORDERS)
    t.ok(DEFAULT_THRESHOLDS[less] < DEFAULT_THRESHOLDS[more]);
  t.end();
});

t.test("the JSON Schema takes the example and refuses what the reader refuses", (t) => {
  const validate = new Ajv2020({ allErrors: true }).compile(alertConfigJsonSchema());
  t.ok(validate(parse(CONFIG_EXAMPLE)), JSON.stringify(validate.errors));
  for (const wrong of [
    { lables: {} },
    { thresholds: { leakSuspects: "two" } },
    { thresholds: { leakRatio: 2 } },
    { labels: { severity: "x" } },
    { disable: ["PlimsollPoolLeek"] },
  ]) {
    t.notOk(validate(wrong), JSON.stringify(wrong));
  }
  t.end();
});
