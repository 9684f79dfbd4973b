import { readFileSync } from "node:fs";
import { join } from "node:path";

// From dist/test to the package beside this one.
const GOLDEN = join(import.meta.dirname, "../../../alert-rule-builder/test/golden");

/** What @plimsoll/node serves on /metrics: a recorded scrape. */
export const JS_SCRAPE: string = readFileSync(join(GOLDEN, "js-scrape.prom"), "utf8");

/** What Prometheus' OTLP receiver makes of the same, without the resource attributes, which it does not promote by itself. */
export const OTLP_UNPROMOTED: string = `${readFileSync(join(GOLDEN, "otlp.prom"), "utf8")
  .replaceAll(/,?(service_name|service_instance_id|deployment_environment_name)="[^"]*"/g, "")
  .replaceAll("{,", "{")
  .replaceAll(/^target_info.*$/gm, "")
  .trim()}\n`;
