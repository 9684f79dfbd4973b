import { ATTRIBUTE } from "@plimsoll/catalog";
import { atTime, poolRegistry, replayableClock } from "@plimsoll/pool-observer";
import type { Test } from "tap";
import type { Collection } from "./collect.ts";
import { until } from "./database.ts";
import { collectDiag } from "./warnings.ts";

/** The rules that find something in the settings of `pool`, as the collection has it. */
export function foundRules(seen: Collection, pool: string): string[] {
  return seen
    .points("configFindings", pool)
    .filter(({ value }) => value === 1)
    .map(({ attributes }) => String(attributes[ATTRIBUTE.rule]));
}

/** Uses the pool that `use` makes, waits for the line on its settings, and for long enough that a second one would have come. */
export async function lineAtStart(
  t: Test,
  use: () => Promise<{ name: string }>,
): Promise<{ level: string; line: string }> {
  const calls = collectDiag(t);
  const { name } = await use();
  const ofPool = () =>
    calls.flatMap(({ level, args }) =>
      String(args[0]).includes(JSON.stringify(name)) ? [{ level, line: args.join(" ") }] : [],
    );
  await until("the line on the pool's settings", () => ofPool().length > 0);
  for (let seconds = 1; seconds <= 100; seconds += 1)
    atTime(replayableClock() + seconds, () => poolRegistry.tick());
  const [only, ...more] = ofPool();
  t.same(more, [], "it is said once");
  if (only === undefined) throw new Error("no line");
  return { level: only.level, line: only.line.replaceAll(name, "NAME") };
}
