import { STALL } from "@plimsoll/catalog";

/** How the process tells Alertmanager of its stalled pools. */
export interface FastPathSettings {
  /** Base addresses, with the credentials that they may hold. */
  readonly urls: readonly URL[];
  /** A file with a bearer token, read at each post: secrets are rotated. */
  readonly tokenFile: string | undefined;
  /** Labels beside the rule's own, or in place of `service` and `environment`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The most instances of the service that run at a time. */
  readonly instances: number;
}

const URL_KEY = "PLIMSOLL_ALERTMANAGER_URL";
const TOKEN_KEY = "PLIMSOLL_ALERTMANAGER_TOKEN_FILE";
const LABELS_KEY = "PLIMSOLL_ALERTMANAGER_LABELS";
const INSTANCES_KEY = "PLIMSOLL_INSTANCES";

/** Alertmanagers of one cluster; more are a slip, and each costs requests. */
const MOST_URLS = 5;

/** What is said when the number of instances is missing. */
export const INSTANCES_MISSING: string = `plimsoll: ${URL_KEY} needs ${INSTANCES_KEY}, the most instances of this service that run at a time. The fast path is off. See docs/fast-path.md.`;

/** The rule's own labels, which nobody may set. */
const RESERVED: readonly string[] = ["alertname", "severity", "role", "cause", "pool", "instance"];

/**
 * Reads checked variables; undefined when the fast path is not wanted, or must not run.
 * @param invalid - Variables that broke their rule. With one of ours among them nothing is posted: wrong labels are a second page.
 */
export function readFastPath(
  env: NodeJS.ProcessEnv,
  invalid: readonly string[],
): FastPathSettings | "instances missing" | undefined {
  const urls = env[URL_KEY];
  const isBroken = [URL_KEY, TOKEN_KEY, LABELS_KEY, INSTANCES_KEY].some((key) =>
    invalid.includes(key),
  );
  if (!urls || isBroken) return undefined;
  const instances = env[INSTANCES_KEY];
  if (!instances) return "instances missing";
  return {
    urls: urls.split(",").map((url) => new URL(url.trim())),
    tokenFile: env[TOKEN_KEY] || undefined,
    labels: readLabels(env[LABELS_KEY] || "") ?? {},
    instances: Number(instances),
  };
}

/** Whether `value` is a list of addresses of Alertmanagers. */
export function areAlertmanagerUrls(value: string): boolean {
  const urls = value.split(",").map((url) => url.trim());
  return urls.length <= MOST_URLS && urls.every(isBaseUrl);
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && search === "" && hash === "";
}

/** The labels that `value` lists as `name=value,name=value`; undefined when it is no such list, or names one of the rule's own. */
export function readLabels(value: string): Readonly<Record<string, string>> | undefined {
  const pairs = value.split(",").filter((pair) => pair.trim() !== "");
  const labels: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name = "", text = ""] = /^\s*([a-zA-Z_]\w*)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
    if (name === "" || RESERVED.includes(name) || name in labels) return undefined;
    labels[name] = text;
  }
  return labels;
}

/** Instances that must see a stall before it pages: more than a tenth, as the rule has it. Of 9 one, of 10 two, of 100 eleven. */
export function quorumOf(instances: number): number {
  return Math.floor(instances * STALL.instanceShare) + 1;
}
