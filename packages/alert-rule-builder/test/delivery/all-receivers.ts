import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { phoneTemplateText } from "../../src/delivery/phone-template.ts";
import { receiverFiles } from "../../src/delivery/receiver-files.ts";
import { RECEIVER_KINDS } from "../../src/delivery/receiver-kinds.ts";
import { yamlText } from "../../src/rule-file.ts";

interface Config {
  readonly route: object;
  readonly receivers: readonly Readonly<Record<string, unknown>>[];
}

/** A configuration in a folder of its own, and the secrets beside it. */
export interface AllReceivers {
  /** Where the configuration is to lie. */
  readonly folder: string;
  readonly text: string;
  /** What must show nowhere. */
  readonly secrets: readonly string[];
}

/**
 * One configuration that sends to the receivers of every example at once; the addresses of PagerDuty and Opsgenie, and those
 * in the secrets, lead to `address`.
 */
export function allReceivers(root: string, address: string, isOld: boolean): AllReceivers {
  const secretsFolder = join(root, "secrets");
  const folder = join(root, "receivers");
  for (const made of [secretsFolder, folder]) mkdirSync(made, { recursive: true });
  writeFileSync(join(root, "plimsoll.tmpl"), phoneTemplateText());
  const names = RECEIVER_KINDS.flatMap((kind) => kind.secrets.map(([name]) => name));
  for (const name of names) {
    const secret = `SECRET-${name}`;
    const value = name.endsWith("-url") ? `${address}/${name}/${secret}` : secret;
    // 0.25 sends the line end of Opsgenie's key too, and fails.
    writeFileSync(join(secretsFolder, name), isOld ? value : `${value}\n`);
  }
  // What 0.25 does not know: a webhook's url_file, and Teams.
  const files = receiverFiles(secretsFolder).filter(
    ({ file }) => !isOld || /^(slack|pagerduty|opsgenie)/.test(file),
  );
  const text = merged(files.map((file) => parse(file.text) as Config))
    .replaceAll("https://events.pagerduty.com", `${address}/pagerduty`)
    .replaceAll("https://api.opsgenie.com", `${address}/opsgenie`)
    // A group's wait would be this test's.
    .replaceAll("group_wait: 7s", "group_wait: 1s");
  return {
    folder,
    text: isOld ? text.replaceAll(/url_file: \S+\/heartbeat-url/g, `url: ${address}/beat`) : text,
    secrets: names.map((name) => `SECRET-${name}`),
  };
}

function merged(configs: readonly Config[]): string {
  const [first] = configs;
  const receivers = first?.receivers.map(({ name }) => {
    const same = configs.flatMap((one) =>
      one.receivers.filter((receiver) => receiver["name"] === name),
    );
    const kinds = new Set(same.flatMap((receiver) => Object.keys(receiver)));
    kinds.delete("name");
    const lists = [...kinds].map((kind) => [
      kind,
      same.flatMap((receiver) => receiver[kind] ?? []),
    ]);
    return { name, ...Object.fromEntries(lists) };
  });
  return yamlText({ ...first, receivers });
}
