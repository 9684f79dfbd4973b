import t from "tap";
import { dashboardOf, DASHBOARDS } from "../src/dashboards.ts";
import { dashboardUrl, DASHBOARD_UID, type DashboardKey, tracesLink } from "../src/links.ts";
import { variablesIn } from "../src/substitute.ts";

const keys = Object.keys(DASHBOARD_UID) as DashboardKey[];

for (const { key, build } of DASHBOARDS) {
  const dashboard = build();
  const urls = urlsIn(dashboard);

  t.test(`${key}: a button leads to each of the other dashboards, with the time range`, (t) => {
    const buttons = (dashboard.links ?? []).filter(({ url }) => url?.startsWith("/d/"));
    t.strictSame(
      buttons.map(({ url }) => url),
      keys.filter((other) => other !== key).map((other) => `/d/${DASHBOARD_UID[other]}`),
    );
    for (const { url, keepTime, includeVars } of buttons) {
      t.ok(keepTime);
      const isOfOnePool = key !== "fleet" && url !== "/d/plimsoll-fleet";
      t.equal(includeVars, isOfOnePool, `all services are no service elsewhere: ${url}`);
    }
    t.end();
  });

  t.test(`${key}: links to dashboards fill variables that are there, and keep the time`, (t) => {
    const inside = urls.filter((url) => url.startsWith("/d/") && url.includes("?"));
    for (const url of inside) {
      const target = DASHBOARDS.find(({ uid }) => url.startsWith(`/d/${uid}?`));
      const variables = target?.build().templating?.list?.map(({ name }) => name) ?? [];
      for (const [, name = ""] of url.matchAll(/var-(\w+)=/g)) t.ok(variables.includes(name), url);
      t.match(url, "${__url_time_range}");
    }
    t.end();
  });

  t.test(`${key}: links to traces are a TraceQL search that Explore can read`, (t) => {
    const own = new Set(dashboard.templating?.list?.map(({ name }) => name));
    for (const url of urls.filter((url) => url.startsWith("/explore"))) {
      for (const name of variablesIn(url)) t.ok(own.has(name), name);
      const { traces } = panesOf(url);
      t.match(traces, { datasource: "${tempo_datasource}", range: { from: "${__from}" } });
      t.match(traces.queries[0]?.query, /^\{ resource\.service\.name="\$\{service:.+ \}$/);
    }
    t.end();
  });

  t.test(`${key}: nothing promises exemplars`, (t) => {
    t.notMatch(JSON.stringify(dashboard), /exemplar(?!":false|s":\{)/i);
    t.end();
  });
}

t.test("routes and queries lead to traces", (t) => {
  const urls = [...urlsIn(dashboardOf("pool").build()), ...urlsIn(dashboardOf("queries").build())];
  const queries = urls
    .filter((url) => url.startsWith("/explore"))
    .map((url) => panesOf(url).traces.queries[0]?.query ?? "");
  for (const attribute of ["http.route", "db.query.summary", "plimsoll.db.wait_seconds"]) {
    t.ok(
      queries.some((query) => query.includes(`span.${attribute}`)),
      attribute,
    );
  }
  t.end();
});

t.test("a variable stays as Grafana finds it, all around it is encoded", (t) => {
  const { url } = tracesLink("Traces", '{ name="a b" && x="${__data.fields["Route"]}" }');
  t.ok(url.includes('${__data.fields["Route"]}'));
  t.ok(url.includes("name%3D%5C%22a%20b%5C%22"));
  t.equal(
    dashboardUrl("pool", { pool: "${pool}" }),
    "/d/plimsoll-pool?var-pool=${pool}&${__url_time_range}",
  );
  t.end();
});

t.test("the Fleet's table fills the environment of a pool that has none", (t) => {
  const text = JSON.stringify(dashboardOf("fleet").build());
  t.match(text, 'var-environment=$1\\", \\"environment\\", \\"(.*)\\"');
  t.match(text, '${__data.fields[\\"environment_link\\"]:raw}');
  t.end();
});

interface Panes {
  readonly traces: { readonly queries: readonly { readonly query: string }[] };
}

function panesOf(url: string): Panes {
  // As Grafana does: variables first. A route may hold what must be encoded.
  const filled = url.replaceAll(/\$\{__data[^}]+\}|\$\{__field[^}]+\}/g, "%2Ftransfers");
  return JSON.parse(decodeURIComponent(filled.split("panes=")[1] ?? "")) as Panes;
}

function urlsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(urlsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "url" && typeof inner === "string" ? [inner] : urlsIn(inner),
  );
}
