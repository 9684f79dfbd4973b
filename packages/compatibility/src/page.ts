import { POOL_METRICS } from "@plimsoll/catalog";
import { markdownTable } from "./markdown-table.ts";
import type { Cell } from "./measure-cell.ts";
import type { Row } from "./measure-all.ts";
import { versionOf } from "./versions.ts";
import { WAYS, wayName } from "./way.ts";

const BEGIN = "<!-- measured: begin -->\n";
const END = "<!-- measured: end -->\n";

const ALL_METRICS = Object.keys(POOL_METRICS).length;

/** What stands between the marks of docs/compatibility.md. */
export function measuredSection(rows: readonly Row[]): string {
  const columns = ["spans", "metrics"].flatMap((what) =>
    WAYS.map((way) => `${what}: ${wayName(way)}`),
  );
  const table = markdownTable(
    ["library", "versions", "pool", ...columns],
    rows.map(({ library, cells }) => [
      library.name,
      library.packages.map(versionOf).join(", "),
      library.pool,
      ...cells.map((cell) => (cell.spanProblems.length === 0 ? "yes" : "no")),
      ...cells.map(metricsCell),
    ]),
  );
  return `\n${table}\n${rows.flatMap(notes).join("")}\n`;
}

function metricsCell({ metricProblems }: Cell): string {
  if (metricProblems.length === 0) return "yes";
  const wrong = new Set(metricProblems.map((problem) => problem.split(":")[0] ?? ""));
  return wrong.size === ALL_METRICS ? "no" : `all but ${[...wrong].join(", ")}`;
}

function notes({ library }: Row): string[] {
  return (library.notes ?? []).map((note) => `- ${library.name}: ${note}\n`);
}

/**
 * The part of `page` between its marks.
 *
 * @throws Error when a mark is missing
 */
export function sectionOf(page: string): string {
  return splitPage(page).section;
}

/** `page` with `section` between its marks. */
export function withSection(page: string, section: string): string {
  const { before, after } = splitPage(page);
  return before + section + after;
}

/** `section` without the lines of the libraries called `names`, which could not be measured. */
export function withoutLibraries(section: string, names: readonly string[]): string {
  return section
    .split("\n")
    .filter(
      (line) =>
        !names.some((name) => line.startsWith(`| ${name} `) || line.startsWith(`- ${name}:`)),
    )
    .join("\n");
}

function splitPage(page: string): { before: string; section: string; after: string } {
  const begin = page.indexOf(BEGIN) + BEGIN.length;
  const end = page.indexOf(END);
  if (begin < BEGIN.length || end < begin)
    throw new Error(`docs/compatibility.md has lost its marks ${BEGIN.trim()} and ${END.trim()}`);
  return { before: page.slice(0, begin), section: page.slice(begin, end), after: page.slice(end) };
}
