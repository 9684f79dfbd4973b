import { readExposition } from "../exposition.ts";

/**
 * The lines of an exposition that show something new: a label's value that no earlier series of the same name has. Comments
 * are left out.
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
  return lines.map((line) => sameEachTime(line)).join("\n");
}

/** Without what differs from one recording to the next and from one machine to the next: times, process ids, the database's name. */
function sameEachTime(line: string): string {
  return line
    .replace(/(\} \S+) \d+$/, "$1")
    .replaceAll(/((?:service_instance_id|instance)=")[^"]*/g, "$1vm:1")
    .replaceAll(/(host_name=")[^"]*/g, "$1vm")
    .replaceAll(/process_pid="[^"]*"/g, 'process_pid="1"')
    .replaceAll(/(db_namespace=")compatibility_[^"]*/g, "$1compatibility");
}
