import { readFileSync, writeFileSync } from "node:fs";
import t from "tap";
import { LIBRARIES } from "../src/libraries.ts";
import { measureAll } from "../src/measure-all.ts";
import { measuredSection, sectionOf, withoutLibraries, withSection } from "../src/page.ts";

const { DATABASE_URL, PLIMSOLL_UPDATE_PAGE } = process.env;
const PAGE = new URL("../../../../docs/compatibility.md", import.meta.url);

t.setTimeout(600_000);

t.test(
  "docs/compatibility.md says what the apps show",
  { skip: DATABASE_URL === undefined && "DATABASE_URL is not set: no PostgreSQL to test against" },
  async (t) => {
    const { rows, skipped } = await measureAll(LIBRARIES, DATABASE_URL ?? "");
    for (const [name, reason] of skipped) t.comment(`${name} is not measured: ${reason}`);
    for (const { library, cells } of rows)
      for (const { way, metricProblems, spanProblems } of cells)
        for (const problem of [...metricProblems, ...spanProblems])
          t.comment(`${library.name}, ${way}: ${problem}`);
    for (const { library, cells } of rows)
      if (cells.some((cell) => cell.metricProblems.length + cell.spanProblems.length > 0))
        t.ok(library.notes, `${library.name}: the page says why it is not all yes`);
    const page = readFileSync(PAGE, "utf8");
    const section = measuredSection(rows);
    if (PLIMSOLL_UPDATE_PAGE !== undefined) writeFileSync(PAGE, withSection(page, section));
    t.equal(
      section,
      withoutLibraries(sectionOf(readFileSync(PAGE, "utf8")), [...skipped.keys()]),
      "run `PLIMSOLL_UPDATE_PAGE=1 npm test -- packages/compatibility`",
    );
  },
);
