import type { Rule, RuleGroup } from "../../src/rule-groups.ts";
import { nameOf } from "./mutants.ts";

/** `rule` and every rule that reads it, by way of others or not; the nearest first. */
export function readersOf(rule: string, rules: readonly Rule[]): ReadonlySet<string> {
  return closure(rule, (found) =>
    rules.filter(({ expr }) => found.some((name) => reads(expr, name))).map(nameOf),
  );
}

/** The recordings whose values a change of `rule` can change, and those that they are made from. */
export function recordingsWithinReach(
  rule: string,
  groups: readonly RuleGroup[],
): readonly RuleGroup[] {
  const rules = groups.flatMap((group) => group.rules).filter((each) => "record" in each);
  const wanted = new Set<string>();
  for (const reader of readersOf(rule, rules)) {
    const sources = closure(reader, (found) =>
      rules
        .filter((source) =>
          rules.some((each) => found.includes(each.record) && reads(each.expr, source.record)),
        )
        .map(nameOf),
    );
    for (const source of sources) wanted.add(source);
  }
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((each) => wanted.has(nameOf(each))) }))
    .filter((group) => group.rules.length > 0);
}

function closure(
  first: string,
  next: (found: readonly string[]) => readonly string[],
): ReadonlySet<string> {
  const found = new Set([first]);
  let before = 0;
  while (before !== found.size) {
    before = found.size;
    for (const name of next([...found])) found.add(name);
  }
  return found;
}

function reads(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w:]/.test(text.charAt(at + name.length));
}
