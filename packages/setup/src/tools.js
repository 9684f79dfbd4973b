/**
 * One command-line tool that tests and the demo run, and every way it can be had.
 *
 * @typedef {object} Tool
 * @property {string} name of the link in `.plimsoll/bin`
 * @property {string[]} binaries names on a PATH, best first
 * @property {string[]} versionArgs arguments that print its version
 * @property {string} minimum oldest version that will do
 * @property {string | undefined} debian package of Debian and Ubuntu
 * @property {string} [go] what `go install` builds it from; without it there is no such way
 * @property {number} [goSeconds] how long that took, cold, on 2 cores; for the announcement only
 * @property {string} brew formula of Homebrew, for the message on macOS
 * @property {string} [distribution] from what the Collector's builder, which is `go` then, makes the tool; relative to the root
 */

/** @type {readonly Tool[]} Versions: /work facts of 2026, each one built and run. */
export const TOOLS = [
  {
    name: "prometheus",
    binaries: ["prometheus"],
    versionArgs: ["--version"],
    minimum: "2.42.0",
    debian: "prometheus",
    go: "github.com/prometheus/prometheus/cmd/prometheus@v0.316.0",
    goSeconds: 220,
    brew: "prometheus",
  },
  {
    name: "promtool",
    binaries: ["promtool"],
    versionArgs: ["--version"],
    minimum: "2.42.0",
    debian: "prometheus",
    go: "github.com/prometheus/prometheus/cmd/promtool@v0.316.0",
    goSeconds: 50,
    brew: "prometheus",
  },
  {
    name: "alertmanager",
    // Debian's name for it stands second.
    binaries: ["alertmanager", "prometheus-alertmanager"],
    versionArgs: ["--version"],
    minimum: "0.25.0",
    debian: "prometheus-alertmanager",
    // Newer ones do not build: their web page is not part of the Go module.
    go: "github.com/prometheus/alertmanager/cmd/alertmanager@v0.28.1",
    goSeconds: 30,
    brew: "alertmanager",
  },
  {
    name: "amtool",
    binaries: ["amtool"],
    versionArgs: ["--version"],
    minimum: "0.25.0",
    debian: "prometheus-alertmanager",
    go: "github.com/prometheus/alertmanager/cmd/amtool@v0.28.1",
    goSeconds: 30,
    brew: "alertmanager",
  },
  {
    name: "k6",
    binaries: ["k6"],
    versionArgs: ["version"],
    minimum: "1.0.0", // the first that runs .ts scripts as they are
    debian: undefined,
    go: "go.k6.io/k6@v1.8.1",
    goSeconds: 80,
    brew: "k6",
  },
];

/** @type {readonly Tool[]} What only the tests of traces need. */
export const TRACE_TOOLS = [
  {
    name: "otelcol",
    binaries: ["otelcol"],
    versionArgs: ["--version"],
    minimum: "0.165.0",
    debian: undefined,
    go: "go.opentelemetry.io/collector/cmd/builder@v0.165.0",
    goSeconds: 115,
    brew: "go", // Homebrew has no Collector, but what builds one.
    distribution: "compose/otelcol-builder.yaml",
  },
  {
    name: "jaeger",
    // Not `jaeger`: that is version 2, which is configured by a file.
    binaries: ["jaeger-all-in-one", "all-in-one"],
    versionArgs: ["version"],
    minimum: "1.42.0",
    debian: undefined,
    // Newer ones do not build: their web page is not part of the Go module. This one's is a placeholder.
    go: "github.com/jaegertracing/jaeger/cmd/all-in-one@v1.42.0",
    goSeconds: 75,
    brew: "go",
  },
];

/** @type {readonly Tool[]} What only drills and their tests need: a baseline that Plimsoll's pages are compared with reads it. */
export const DRILL_TOOLS = [
  {
    name: "postgres_exporter",
    // Debian's name for it stands second.
    binaries: ["postgres_exporter", "prometheus-postgres-exporter"],
    versionArgs: ["--version"],
    minimum: "0.11.0",
    debian: "prometheus-postgres-exporter",
    brew: "postgres_exporter",
  },
];

/** @type {Tool} What only the tests of the dashboard viewer need. */
export const BROWSER = {
  name: "chromium",
  binaries: ["chromium", "chromium-browser", "google-chrome"],
  versionArgs: ["--version"],
  minimum: "130.0.0", // what @grafana/ui 13.2 still supports
  debian: "chromium",
  brew: "--cask chromium",
};

/**
 * The newest that the rules and routes are tested against, beside the oldest that `TOOLS` bring from Debian. `go install` puts
 * them beside each other in one folder; the links differ by name.
 *
 * @type {readonly Tool[]}
 */
export const NEWEST_TOOLS = [
  {
    name: "promtool-3",
    binaries: ["promtool"],
    versionArgs: ["--version"],
    minimum: "3.5.0", // long-term support
    debian: undefined,
    go: "github.com/prometheus/prometheus/cmd/promtool@v0.316.0",
    goSeconds: 295,
    brew: "prometheus",
  },
  {
    name: "prometheus-3",
    binaries: ["prometheus"],
    versionArgs: ["--version"],
    minimum: "3.5.0",
    debian: undefined,
    go: "github.com/prometheus/prometheus/cmd/prometheus@v0.316.0",
    goSeconds: 82,
    brew: "prometheus",
  },
  {
    name: "amtool-0.28",
    binaries: ["amtool"],
    versionArgs: ["--version"],
    minimum: "0.28.0",
    debian: undefined,
    go: "github.com/prometheus/alertmanager/cmd/amtool@v0.28.1",
    goSeconds: 40,
    brew: "alertmanager",
  },
  {
    name: "alertmanager-0.28",
    binaries: ["alertmanager"],
    versionArgs: ["--version"],
    minimum: "0.28.0",
    debian: undefined,
    go: "github.com/prometheus/alertmanager/cmd/alertmanager@v0.28.1",
    goSeconds: 10,
    brew: "alertmanager",
  },
];

/**
 * What the selected tests need beside `TOOLS`.
 *
 * @param {string[]} files compiled tests, relative to the root; none means all
 * @returns {readonly Tool[]}
 */
export function toolsOfTests(files) {
  const launched = files.filter((file) => file.includes(".launch.test."));
  if (files.length === 0) return [...TRACE_TOOLS, ...NEWEST_TOOLS, ...DRILL_TOOLS, BROWSER];
  if (launched.length === 0) return [];
  const isAboutRules = launched.some((file) =>
    /^packages\/(alert-rule-builder|compatibility\/dist\/test\/prometheus)\//.test(file),
  );
  const isAboutDrills = launched.some((file) => file.startsWith("packages/drill/"));
  const isAboutPages = launched.some((file) =>
    /\/dashboard-viewer\/|show-dashboards|view\.launch/.test(file),
  );
  return [
    ...TRACE_TOOLS,
    ...(isAboutRules ? NEWEST_TOOLS : []),
    ...(isAboutDrills ? DRILL_TOOLS : []),
    ...(isAboutPages ? [BROWSER] : []),
  ];
}
