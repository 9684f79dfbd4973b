import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a service's pool was like before the drill, as the recorded series that growth is measured against. */
export interface Usual {
  readonly holdSeconds: number;
  readonly requestsPerSecond: number;
}

const FROM_SECONDS = 3600;
// The windows of "usual" end 10 minutes ago; what is newer the drill records itself.
const UNTIL_SECONDS = 120;
const STEP_SECONDS = 15;

/**
 * Gives Prometheus the last hour of services that start only now: "usual" is the mean of the half hour that ended 10 minutes ago,
 * and no test can wait for that. Growth itself is then computed by the shipped rules, from these and from what really happens.
 *
 * @param storage folder of a Prometheus that does not run yet
 */
export function writeUsualHistory(
  storage: string,
  work: string,
  usual: ReadonlyMap<string, Usual>,
): void {
  const now = Math.floor(Date.now() / 1000);
  const lines = [...usual].flatMap(([service, { holdSeconds, requestsPerSecond }]) => {
    const labels = `{service="${service}",environment="drill",pool="money"}`;
    return [
      ...samples(`plimsoll:pool_hold:mean1m${labels}`, holdSeconds, now),
      ...samples(`plimsoll:pool_requests_started:rate1m${labels}`, requestsPerSecond, now),
    ];
  });
  mkdirSync(storage, { recursive: true });
  const file = join(work, "usual.om");
  writeFileSync(file, `${lines.join("\n")}\n# EOF\n`);
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", file, storage]);
}

function samples(series: string, value: number, now: number): string[] {
  const lines: string[] = [];
  for (let at = now - FROM_SECONDS; at <= now - UNTIL_SECONDS; at += STEP_SECONDS) {
    lines.push(`${series} ${value} ${at}`);
  }
  return lines;
}
