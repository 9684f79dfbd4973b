import leven from "leven";
import type { z } from "zod";
import { ALERTS } from "../alerts/alerts.ts";
import { keysAt } from "./alert-config.ts";

/** What is wrong with the value at `keys`. */
export interface FoundProblem {
  readonly keys: readonly PropertyKey[];
  readonly message: string;
}

const alertNames = ALERTS.map(({ name }) => name);

/** A name that differs by more is another one, not a slip. */
const MOST_EDITS = 4;

/** An issue of the schema in words: the rule, the value, and what to do. */
export function describeIssue(issue: z.core.$ZodIssue, config: unknown): readonly FoundProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      keys: [...issue.path, key],
      message: `is no key that is known here.${advice(key, keysAt(issue.path))}`,
    }));
  }
  if (issue.code === "invalid_key") {
    const key = String(issue.path.at(-1));
    const rule = issue.issues[0]?.message ?? "a name";
    return [{ keys: issue.path, message: `must be ${rule}; got ${quote(key)}. Rename it.` }];
  }
  const value = valueAt(config, issue.path);
  const nearest = issue.path[0] === "disable" ? didYouMean(String(value), alertNames) : "";
  const message = `must be ${issue.message}; got ${quote(value)}.${nearest}`;
  return [{ keys: issue.path, message }];
}

function advice(key: string, known: readonly string[]): string {
  return didYouMean(key, known) || ` Known: ${known.join(", ")}.`;
}

function didYouMean(name: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => leven(name, a) - leven(name, b));
  if (nearest === undefined || leven(name, nearest) > MOST_EDITS) return "";
  return ` Did you mean ${nearest}?`;
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown>)?.[key],
    config,
  );
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
