import { createRequire } from "node:module";
import { CannedSocket } from "./canned-server.ts";
import { VARIANTS } from "./variants.ts";
import { runUnits, WORKLOADS } from "./workloads.ts";

// The work is long enough for V8 to settle before it is measured.
const WARM_UP = 60_000;
const CONCURRENCY = 10;

/** Measures one variant in this process: prints CPU microseconds per unit for each workload, as JSON. */
async function main(): Promise<void> {
  const [variant = "", count = "100000"] = process.argv.slice(2);
  const setUp = VARIANTS[variant];
  if (setUp === undefined)
    throw new Error(`variant must be one of ${Object.keys(VARIANTS).join(", ")}`);
  setUp();
  const pg = createRequire(import.meta.url)("pg") as typeof import("pg");
  const pool = new pg.Pool({ max: CONCURRENCY, stream: () => new CannedSocket() });
  const microseconds: Record<string, number> = {};
  for (const [name, unit] of Object.entries(WORKLOADS)) {
    await runUnits((n) => unit(pool, n), WARM_UP, CONCURRENCY);
    const before = process.cpuUsage();
    await runUnits((n) => unit(pool, n), Number(count), CONCURRENCY);
    const { user, system } = process.cpuUsage(before);
    microseconds[name] = (user + system) / Number(count);
  }
  console.log(JSON.stringify(microseconds));
  process.exit();
}

void main();
