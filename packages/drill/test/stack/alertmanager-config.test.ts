import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { withPagerUrl } from "../../src/stack/alertmanager-config.ts";
import { REPOSITORY } from "../../src/stack/repository.ts";

const GENERATED = readFileSync(join(REPOSITORY, "alerts", "alertmanager.yml"), "utf8");

t.test("only the pager's address changes in the generated routes", (t) => {
  const lines = withPagerUrl(GENERATED, "http://127.0.0.1:4711").split("\n");
  const changed = GENERATED.split("\n").flatMap((line, index) =>
    line === lines[index] ? [] : [`${line.trim()} → ${lines[index]?.trim()}`],
  );
  t.same(
    new Set(changed),
    new Set([
      "- url: http://pager:9094/alerts → - url: http://127.0.0.1:4711/alerts",
      "- url: http://pager:9094/tickets → - url: http://127.0.0.1:4711/tickets",
    ]),
  );
  t.equal(lines.length, GENERATED.split("\n").length);
  t.end();
});

t.test("routes without the pager's address are an error, not a drill without pages", (t) => {
  t.throws(() => withPagerUrl("route: {}", "http://127.0.0.1:4711"), {
    code: "PLIMSOLL_START_FAILED",
    message: /no webhook at http:\/\/pager:9094/,
  });
  t.end();
});
