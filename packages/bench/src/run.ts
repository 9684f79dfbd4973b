import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./median.ts";
import { VARIANTS } from "./variants.ts";

const HELP = `What does observing a pool cost?

Runs each variant in a process of its own, in turn, for several rounds, against a canned PostgreSQL in the same process.
Prints CPU microseconds per unit of work: the median over the rounds, and what it adds to bare pg (median of the differences within a round).

  node packages/bench/dist/src/run.js [--rounds N] [--count N]

  --rounds N   rounds (default 7)
  --count N    measured units per workload and round (default 100000)
`;

const CHILD = fileURLToPath(new URL("./child.js", import.meta.url));
const BARE = "bare pg";
// V8 gives a process with more modules a larger young generation, in which garbage is cheaper: without one size for all, bare pg can look dearer.
const YOUNG_GENERATION = "--max-semi-space-size=32";

type Sample = Record<string, number>;

function measure(variant: string, count: string): Sample {
  const args = [YOUNG_GENERATION, CHILD, variant, count];
  const output = execFileSync(process.execPath, args, { encoding: "utf8" });
  return JSON.parse(output) as Sample;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "7" },
      count: { type: "string", default: "100000" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const variants = Object.keys(VARIANTS);
  const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => {
    // Every other round backwards, so that a machine that slows down favours none.
    const order = round % 2 === 0 ? variants : variants.toReversed();
    const samples = Object.fromEntries(order.map((v) => [v, measure(v, values.count)]));
    console.error(`round ${round + 1} of ${values.rounds}`);
    return samples;
  });
  report(rounds, variants);
}

function report(rounds: readonly Record<string, Sample>[], variants: readonly string[]): void {
  for (const workload of Object.keys(rounds[0]?.[BARE] ?? {})) {
    console.log(`\n${workload}, CPU µs`);
    for (const variant of variants) {
      const own = rounds.map((round) => round[variant]?.[workload] ?? Number.NaN);
      const added = rounds.map(
        (round, i) => (own[i] ?? Number.NaN) - (round[BARE]?.[workload] ?? Number.NaN),
      );
      console.log(
        `  ${variant.padEnd(30)} ${median(own).toFixed(2).padStart(7)}   added ${median(added).toFixed(2).padStart(6)}  (${Math.min(...added).toFixed(2)} to ${Math.max(...added).toFixed(2)})`,
      );
    }
  }
}

main();
