import { readFileSync } from "node:fs";
import { join } from "node:path";
import { METRICS, prometheusName } from "@plimsoll/catalog";

// From dist/test to the package beside this one.
const GOLDEN = join(import.meta.dirname, "../../../alert-rule-builder/test/golden/js-scrape.prom");

/** What @plimsoll/node serves on /metrics: a recorded scrape. */
export const JS_SCRAPE: string = readFileSync(GOLDEN, "utf8");

/** The same in the spelling of the OTLP receiver, without the resource attributes, which it does not promote by itself. */
export const OTLP_UNPROMOTED: string = METRICS.filter(
  ({ instrument }) => instrument === "histogram",
)
  .reduce((text, metric) => {
    const [scraped, pushed] = [prometheusName(metric, "js-scrape"), prometheusName(metric, "otlp")];
    return text.replaceAll(new RegExp(`^${scraped}_(bucket|count|sum)`, "gm"), `${pushed}_$1`);
  }, JS_SCRAPE)
  .replaceAll(/,(service_name|service_instance_id|deployment_environment_name)="[^"]*"/g, "")
  .replaceAll(/^target_info.*$/gm, "");
