import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SentAlert } from "../alertmanager.ts";

const TEMPLATE = join(import.meta.dirname, "../../../../../alerts/plimsoll.tmpl");

/** What `amtool template render` makes of the template `name` and one notification of `alerts`. */
export function render(
  folder: string,
  name: string,
  alerts: readonly SentAlert[],
  { command = "amtool", status = "firing" }: { command?: string; status?: string } = {},
): string {
  const file = join(folder, "data.json");
  writeFileSync(file, JSON.stringify(notification(alerts, status)));
  const text = `{{ template "${name}" . }}`;
  const done = spawnSync(
    command,
    [
      "template",
      "render",
      `--template.glob=${TEMPLATE}`,
      `--template.text=${text}`,
      `--template.data=${file}`,
    ],
    { encoding: "utf8" },
  );
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`);
  return done.stdout.replace(/\n$/, "");
}

// https://pkg.go.dev/github.com/prometheus/alertmanager/template#Data
function notification(alerts: readonly SentAlert[], status: string): object {
  return {
    receiver: "page",
    status,
    externalURL: "http://alerts.example",
    alerts: alerts.map(({ labels, annotations = {} }, index) => ({
      status,
      labels,
      annotations,
      fingerprint: String(index),
    })),
  };
}
