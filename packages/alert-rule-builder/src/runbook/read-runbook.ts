/** One thing that a runbook has its reader run. */
export interface RunbookStep {
  readonly language: "promql" | "sql" | "sh";
  /** A single query, statement or command, without its comment. */
  readonly text: string;
  /** What it shows; empty when the runbook does not say. */
  readonly shows: string;
}

/** One numbered step of the section Mitigation. */
export interface Mitigation {
  /** Its words, without the blocks. */
  readonly text: string;
  readonly steps: readonly RunbookStep[];
}

/** The parts of a runbook that a machine can try. */
export interface Runbook {
  readonly diagnosis: readonly RunbookStep[];
  readonly mitigations: readonly Mitigation[];
}

/**
 * What stands in a block for something that its reader knows: labels of the page (SERVICE, POOL), the service's
 * `application_name`, a `pid` of the answer before, and the address of an instance.
 */
export const PLACEHOLDERS = ["SERVICE", "POOL", "APPLICATION", "PID", "URL"] as const;

/** One of {@link PLACEHOLDERS}. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

const COMMENT = { promql: "#", sql: "--", sh: "#" } as const;

/**
 * Reads alerts/runbooks/*.md.
 * @throws an Error that names a block whose language is no language of a step
 */
export function readRunbook(markdown: string): Runbook {
  const section = (heading: string): string =>
    markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return {
    diagnosis: readSteps(section("Diagnosis")),
    mitigations: section("Mitigation")
      .split(/^\d+\. /m)
      .slice(1)
      .map((text) => ({
        text: text
          .replaceAll(/^ *```[^]*?^ *```$/gm, "")
          .replaceAll(/\s+/g, " ")
          .trim(),
        steps: readSteps(text),
      })),
  };
}

const PLACEHOLDER = new RegExp(`\\b(${PLACEHOLDERS.join("|")})\\b`, "g");

/**
 * The step with each placeholder replaced by its value.
 * @throws an Error that names the placeholder for which `values` has none
 */
export function fillStep(text: string, values: Partial<Record<Placeholder, string>>): string {
  return text.replaceAll(PLACEHOLDER, (name) => {
    const value = values[name as Placeholder];
    if (value === undefined) throw new Error(`${name}: no value for it in ${JSON.stringify(text)}`);
    return value;
  });
}

function readSteps(text: string): RunbookStep[] {
  const blocks = text.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm);
  return [...blocks].flatMap(([, indent = "", language, block = ""]) => {
    if (!isLanguage(language)) throw new Error(`a block of ${language}: no language of a step`);
    const dedented = block.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return statementsOf(language, dedented).map((statement) => readStep(language, statement));
  });
}

function isLanguage(language: string | undefined): language is RunbookStep["language"] {
  return language !== undefined && Object.hasOwn(COMMENT, language);
}

/** A line each, with the indented ones that continue it; of SQL, up to the semicolon and the comment behind it. */
function statementsOf(language: RunbookStep["language"], block: string): string[] {
  if (language !== "sql") return block.trim().split(/\n(?! )/);
  return [...block.matchAll(/[^;]+;(?: *--[^\n]*)?/g)].map(([statement]) => statement);
}

function readStep(language: RunbookStep["language"], statement: string): RunbookStep {
  const mark = ` ${COMMENT[language]} `;
  const at = statement.lastIndexOf(mark);
  const text = at < 0 ? statement : statement.slice(0, at);
  const shows = at < 0 ? "" : statement.slice(at + mark.length);
  return { language, text: text.replaceAll(/\s+/g, " ").trim(), shows: shows.trim() };
}
