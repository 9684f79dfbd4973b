import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parse } from "yaml";
import { ALERTS } from "../../src/alerts/alerts.ts";
import { phoneTemplateText } from "../../src/delivery/phone-template.ts";
import { receiverFiles, SECRETS_FOLDER } from "../../src/delivery/receiver-files.ts";
import { RECEIVER_KINDS } from "../../src/delivery/receiver-kinds.ts";

const ALERTS_FOLDER = join(import.meta.dirname, "../../../../../alerts");
const FOLDER = join(ALERTS_FOLDER, "receivers");
const FILES = readdirSync(FOLDER).toSorted();

t.test("there is one file for each kind of receiver, and no other", (t) => {
  t.same(FILES, RECEIVER_KINDS.map(({ name }) => `${name}.yml`).toSorted());
  t.end();
});

for (const { name, since } of RECEIVER_KINDS) {
  const file = join(FOLDER, `${name}.yml`);

  t.test(`${name}: amtool 0.28 accepts the file and finds its template`, (t) => {
    t.match(run("amtool-0.28", "check-config", file), {
      status: 0,
      stdout: /1 templates\s+SUCCESS/,
    });
    t.end();
  });

  t.test(`${name}: amtool 0.25 accepts it if the file says so, else names what is too new`, (t) => {
    const done = run("amtool", "check-config", file);
    if (since === "0.25") t.match(done, { status: 0, stdout: /1 templates\s+SUCCESS/ });
    else t.match(done, { status: 1, stdout: /field (url_file|msteamsv2_configs) not found/ });
    t.end();
  });

  t.test(`${name}: every alert goes to the receiver of its severity`, (t) => {
    for (const { name: alertname, severity } of ALERTS) {
      const labels = [`alertname=${alertname}`, `severity=${severity}`, "service=s", "pool=p"];
      const done = run(
        "amtool-0.28",
        "config",
        "routes",
        "test",
        `--config.file=${file}`,
        ...labels,
      );
      const expected = alertname === "PlimsollWatchdog" ? "watchdog" : severity;
      t.equal(done.stdout.trim(), expected, alertname);
    }
    t.end();
  });

  t.test(`${name}: each secret is a file of the secrets folder, and the header names each`, (t) => {
    const text = readFileSync(file, "utf8");
    const { receivers } = parse(text) as { receivers: readonly object[] };
    const read = JSON.stringify(receivers).matchAll(/"(\w+_file)":"([^"]+)"/g);
    const paths = [...read].map(([, , path = ""]) => path);
    const named = [...text.matchAll(/^# {3}(\S+): /gm)].map(([, path]) => path);
    t.same(new Set(paths), new Set(named));
    t.ok(paths.every((path) => path.startsWith(`${SECRETS_FOLDER}/`)));
    // Fields that would hold the secret itself.
    t.notMatch(
      text,
      /^\s*(- )?(routing_key|service_key|api_key|api_url: .*slack|webhook_url|credentials):/m,
    );
    t.end();
  });

  t.test(`${name}: pages and tickets differ, and the watchdog is never sent as resolved`, (t) => {
    const { receivers } = parse(readFileSync(file, "utf8")) as {
      receivers: readonly { name: string; webhook_configs?: readonly object[] }[];
    };
    const [page, ticket, other, watchdog] = receivers;
    t.strictNotSame({ ...page, name: "ticket" }, ticket);
    t.strictSame({ ...other, name: "ticket" }, ticket);
    t.match(watchdog, { webhook_configs: [{ send_resolved: false }] });
    t.end();
  });
}

t.test("before 0.28 the files for PagerDuty and Slack need only the heartbeat's address", (t) => {
  const folder = t.testdir({ "plimsoll.tmpl": phoneTemplateText(), receivers: {} });
  for (const { file, text } of receiverFiles().filter(({ file }) => /pagerduty|slack/.test(file))) {
    const inline = text.replace(/url_file: \S+heartbeat-url/, "url: https://heartbeat.example/x");
    t.not(inline, text);
    const path = join(folder, "receivers", file);
    t.equal(run("amtool", "check-config", write(path, inline)).status, 0, file);
  }
  t.end();
});

function write(path: string, text: string): string {
  writeFileSync(path, text);
  return path;
}

function run(command: string, ...args: readonly string[]) {
  return spawnSync(command, args, { encoding: "utf8" });
}
