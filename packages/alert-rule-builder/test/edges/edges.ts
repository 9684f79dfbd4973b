import { RECORDED, type RecordedKey } from "../../src/recorded.ts";
import { promtool, rulesToJudge } from "../promtool.ts";

/**
 * A value at each second; null where there is no sample, "stale" where the series ends. A number stands for itself all the time.
 */
export type Value = number | ((t: number) => number | null | "stale");

/** The value of one series of several under the same key, such as one cause's verdict. */
export interface LabelledValue {
  readonly key: RecordedKey;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Value;
}

/** What the recordings say about one pool of one service on one server, at the edge of an alert. */
export interface Edge {
  readonly series?: Readonly<Partial<Record<RecordedKey, Value>>>;
  /** The same for series that have more labels, such as the verdict. */
  readonly labelled?: readonly LabelledValue[];
  /** State of alerts of other rules for the same pool, all the time. */
  readonly alerts?: Readonly<Record<string, "firing" | "pending">>;
  /** When those alerts end. @default never */
  readonly alertsUntil?: number;
  /** Seconds since the start at which each alert first fires. */
  readonly fires: Readonly<Record<string, number>>;
}

/** The edges of a group of alerts, each under a sentence's worth of words, and the clock to judge them by. */
export interface EdgeRun {
  readonly edges: Readonly<Record<string, Edge>>;
  /** Names of the rules to evaluate. */
  readonly rules: (name: string) => boolean;
  readonly seconds: number;
  /** Of samples and of evaluations alike. */
  readonly everySeconds: number;
}

/** `value` from the second `from` on, `before` until then. */
export function from(at: number, value: number, before: number | null = 0): Value {
  return (t) => (t < at ? before : value);
}

/** For each edge, the seconds at which alerts first (or last) fired, as `alert/severity/role/cause`. */
export function edgeFirings(
  run: EdgeRun,
  which: "first" | "last" = "first",
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const { seconds, everySeconds } = run;
  const [among, within] =
    which === "first" ? ["min", "min_over_time"] : (["max", "max_over_time"] as const);
  const times = `timestamp(ALERTS{alertstate="firing",given=""})[${seconds}s:${everySeconds}s]`;
  const by = "service, alertname, severity, role, cause";
  const names = Object.keys(run.edges);
  const found = samplesOf(run, `${among} by (${by}) (${within}(${times}))`);
  const services = names.map((_, index) => serviceOf(index));
  const stranger = found.find(({ labels }) => !services.includes(labels.get("service") ?? ""));
  if (stranger) throw new Error(`an alert for nobody: ${JSON.stringify([...stranger.labels])}`);
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      Object.fromEntries(
        found
          .filter(({ labels }) => labels.get("service") === serviceOf(index))
          .map(({ labels, value }) => {
            const parts = ["alertname", "severity", "role", "cause"].map((key) => labels.get(key));
            return [parts.join("/"), value];
          }),
      ),
    ]),
  );
}

/** The value of the recorded series under `key` in each edge at `at` seconds; undefined where there is none. */
export function edgeValues(
  run: EdgeRun,
  key: RecordedKey,
  at: number,
): Readonly<Record<string, number | undefined>> {
  const found = samplesOf({ ...run, seconds: at }, `sum by (service) (${RECORDED[key].name})`);
  return Object.fromEntries(
    Object.keys(run.edges).map((name, index) => [
      name,
      found.find(({ labels }) => labels.get("service") === serviceOf(index))?.value,
    ]),
  );
}

interface Sample {
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

function samplesOf(run: EdgeRun, expr: string): readonly Sample[] {
  const { seconds, everySeconds, edges } = run;
  const groups = rulesToJudge()
    .map((group) => ({
      ...group,
      rules: group.rules.filter((rule) => run.rules("record" in rule ? rule.record : rule.alert)),
    }))
    .filter(({ rules }) => rules.length > 0);
  const output = promtool(groups, {
    evaluation_interval: `${everySeconds}s`,
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: `${everySeconds}s`,
        input_series: Object.values(edges).flatMap((edge, index) => seriesOf(edge, index, run)),
        // The sample that cannot be there makes promtool tell what it got.
        promql_expr_test: [
          { expr, eval_time: `${seconds}s`, exp_samples: [{ labels: "no_such", value: 0 }] },
        ],
      },
    ],
  });
  const got = (output ?? "").split("got:")[1];
  if (got === undefined) throw new Error(`promtool: not an answer:\n${output}`);
  return [...got.matchAll(/\{([^}]*)\} ([-+0-9.E]+)/g)].map(([, labels = "", value]) => ({
    labels: new Map(
      [...labels.matchAll(/(\w+)=\\?"([^"\\]*)\\?"/g)].map(([, key = "", text = ""]) => [
        key,
        text,
      ]),
    ),
    value: Number(value),
  }));
}

function serviceOf(index: number): string {
  return `edge-${index}`;
}

function seriesOf(
  edge: Edge,
  index: number,
  run: EdgeRun,
): readonly { series: string; values: string }[] {
  const service = serviceOf(index);
  const identity = { service, environment: "prod", pool: "money" };
  const server = { environment: "prod", server_address: service, server_port: "5432" };
  const whose = (key: RecordedKey): Readonly<Record<string, string>> => {
    const { name } = RECORDED[key];
    if (name.startsWith("plimsoll:server_claim:")) return { service, ...server };
    if (name.startsWith("plimsoll:server_")) return server;
    if (name.startsWith("plimsoll:service_")) return { service, environment: "prod" };
    return identity;
  };
  const plain = Object.entries(edge.series ?? {}) as readonly (readonly [RecordedKey, Value])[];
  const all = [
    ...plain.map(([key, value]) => ({ key, value, labels: {} })),
    ...(edge.labelled ?? []),
  ].map(({ key, labels, value }) => ({
    name: RECORDED[key].name,
    labels: { ...whose(key), ...labels },
    value,
  }));
  const firing = Object.entries(edge.alerts ?? {}).map(([alertname, alertstate]) => ({
    name: "ALERTS",
    labels: { ...identity, alertname, alertstate, given: "true" },
    value: (t: number) => (t < (edge.alertsUntil ?? Infinity) ? 1 : ("stale" as const)),
  }));
  return [...all, ...firing].map(({ name, labels, value }) => ({
    series: `${name}{${labelText(labels)}}`,
    values: valuesText(value, run),
  }));
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(",");
}

function valuesText(value: Value, { seconds, everySeconds }: EdgeRun): string {
  const count = Math.floor(seconds / everySeconds) + 1;
  const at = typeof value === "number" ? () => value : value;
  return Array.from({ length: count }, (_, index) => at(index * everySeconds) ?? "_").join(" ");
}
