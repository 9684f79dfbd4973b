import { readExposition } from "../exposition.ts";

/**
 * The lines of an exposition that show something new: a label's value that no earlier series of the same name has. Comments and
 * times are left out.
 */
export function thinned(exposition: string): string {
  const seen = new Set<string>();
  const lines = exposition.split("\n").filter((line) => {
    const [sample] = readExposition(line);
    if (sample === undefined) return false;
    const shown = Object.entries({ ...sample.labels, "": "" }).map(
      ([label, value]) => `${sample.name} ${label} ${value}`,
    );
    const isNew = shown.some((one) => !seen.has(one));
    for (const one of shown) seen.add(one);
    return isNew;
  });
  return lines.map((line) => line.replace(/(\} \S+) \d+$/, "$1")).join("\n");
}
