import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import t from "tap";
import { parse } from "yaml";
import { operatorFileText } from "../../src/formats/operator-file.ts";

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: object };
    }[];
  };
}

// From dist/test/formats to the package.
const CRD = join(import.meta.dirname, "../../../test/fixtures/prometheusrules-crd.yaml");
const definition = parse(readFileSync(CRD, "utf8")) as Definition;
const [version] = definition.spec.versions;
// Kubernetes' own keywords; and Go's (?i), which JavaScript knows only as a flag, of a field that we do not use.
const schema = JSON.parse(
  JSON.stringify(version?.schema.openAPIV3Schema).replace("^(?i)(abort|warn)?$", ""),
) as object;
const validate = new Ajv({ strict: false, allErrors: true }).compile(closed(schema));

t.test(
  "the resource is what the operator's definition says, without a field that it would drop",
  (t) => {
    const resource = parse(
      operatorFileText(
        { labels: { team: "x" }, selector: { cluster: "eu" } },
        { name: "pools", namespace: "monitoring", labels: { release: "stack" } },
      ),
    ) as { apiVersion: string; kind: string; metadata: object };
    t.ok(validate(resource), JSON.stringify(validate.errors));
    t.equal(resource.apiVersion, `${definition.spec.group}/${version?.name}`);
    t.equal(resource.kind, definition.spec.names.kind);
    t.same(resource.metadata, {
      name: "pools",
      namespace: "monitoring",
      labels: { release: "stack" },
    });
    t.end();
  },
);

t.test("without a config it has a name and is left to kubectl's namespace", (t) => {
  const resource = parse(operatorFileText({})) as { metadata: object };
  t.ok(validate(resource), JSON.stringify(validate.errors));
  t.same(resource.metadata, { name: "plimsoll-pool" });
  t.end();
});

t.test("the check can fail", (t) => {
  const groups = [
    { name: "a", interval: "5 s", rules: [{ record: "a", expr: "1", keep_firing: "1m" }] },
  ];
  t.notOk(validate({ apiVersion: "v1", kind: "PrometheusRule", metadata: {}, spec: { groups } }));
  t.match(JSON.stringify(validate.errors), /interval.*keep_firing|keep_firing.*interval/);
  t.end();
});

/** Kubernetes drops fields that a schema does not have; here they are errors. `metadata` is checked by Kubernetes itself. */
function closed(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key: string, value: unknown) => {
    if (
      typeof value !== "object" ||
      value === null ||
      !("properties" in value) ||
      key === "properties"
    )
      return value;
    return { ...value, additionalProperties: false };
  }) as object;
}
