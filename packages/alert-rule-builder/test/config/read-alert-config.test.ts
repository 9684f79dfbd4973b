import { join } from "node:path";
import t from "tap";
import { AlertConfigError } from "../../src/config/alert-config-error.ts";
import { ruleOptions } from "../../src/config/config-options.ts";
import { parseAlertConfig, readAlertConfig } from "../../src/config/read-alert-config.ts";

t.test("a file is read as YAML or JSON, and an empty one says nothing", (t) => {
  const folder = t.testdir({
    "a.yml": "labels: {team: x}",
    "a.json": '{"labels":{"team":"x"}}',
    "b.yml": "",
  });
  t.same(readAlertConfig(join(folder, "a.yml")), { labels: { team: "x" } });
  t.same(readAlertConfig(join(folder, "a.json")), { labels: { team: "x" } });
  t.same(readAlertConfig(join(folder, "b.yml")), {});
  t.end();
});

const WRONG: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  [
    "an unknown key with its neighbour",
    "lables: {}",
    /^c\.yml:1: lables is no key .* Did you mean labels\?/,
  ],
  [
    "an unknown key with all keys",
    "zzzzzzzz: 1",
    /zzzzzzzz is no key .* Known: labels, severities,/,
  ],
  [
    "an unknown threshold",
    "thresholds:\n  leakSuspect: 2",
    /^c\.yml:2: thresholds\.leakSuspect .* Did you mean leakSuspects\?/,
  ],
  [
    "a threshold of words",
    "thresholds: {leakSuspects: two}",
    /thresholds\.leakSuspects must be a whole number from 1 to 10000; got "two"\./,
  ],
  [
    "a threshold out of range",
    "thresholds: {leakRatio: 10}",
    /leakRatio must be a number from 0 to 1; got 10\./,
  ],
  [
    "a window of half a second",
    "thresholds: {sustainedSeconds: 30.5}",
    /must be a whole number .* got 30\.5\./,
  ],
  ["an odd window that is halved", "thresholds: {sizeSeconds: 86401}", /must be an even number/],
  [
    "a wait that is spelt in two ways",
    "thresholds: {slowWaitSeconds: 1}",
    /must be one of 0\.001, .* got 1\./,
  ],
  [
    "windows in the wrong order",
    "thresholds: {freshSeconds: 40}",
    /freshSeconds must be less than sustainedSeconds \(30\), or .* got 40\./,
  ],
  [
    "the other of them",
    "thresholds: {sustainedSeconds: 20}",
    /sustainedSeconds must be more than freshSeconds \(20\)/,
  ],
  [
    "a label of Plimsoll's own",
    "labels: {severity: x}",
    /labels\.severity must be a label name .* none of .*severity.* Rename it\./,
  ],
  ["a label without a value", "labels: {team: ''}", /labels\.team must be a text of one line/],
  [
    "a number for a label",
    "labels: {team: 3}",
    /labels\.team .* quote what looks like a number; got 3\./,
  ],
  ["a template in a label", 'labels: {team: "{{ . }}"}', /labels\.team must be/],
  ["a selector of nothing", "selector: {cluster: []}", /selector\.cluster must be/],
  [
    "a label against the selector",
    "labels: {c: us}\nselector: {c: eu}",
    /^c\.yml:1: labels\.c must be what selector\.c says, "eu"; got "us"/,
  ],
  ["one word for both severities", "severities: {page: ticket}", /severities\.page must differ/],
  [
    "an alert that is none",
    "disable: [PlimsollPoolLeek]",
    /disable\.0 must be the name of an alert .* Did you mean PlimsollPoolLeak\?/,
  ],
  [
    "an address without a scheme",
    "runbookBaseUrl: wiki",
    /runbookBaseUrl must be an http or https address/,
  ],
  [
    "a name that Kubernetes refuses",
    "operator: {namespace: A_b}",
    /operator\.namespace must be a Kubernetes name/,
  ],
  [
    "a section that is none",
    "grafana: no",
    /grafana must be a mapping of keys to values; got "no"/,
  ],
  ["a list in place of a mapping", "- a", /must be a mapping/],
  ["what is no YAML", "a: [1\nb: }", /^c\.yml:2: is no YAML: .*Correct this line\./],
  ["the same key twice", "labels: {}\nlabels: {}", /c\.yml:2: is no YAML: .*unique/],
];

for (const [name, text, message] of WRONG) {
  t.test(`an error names ${name}`, (t) => {
    t.match(thrown(() => parseAlertConfig(text, "c.yml")).message, message);
    t.end();
  });
}

t.test("an error names every problem in the order of the lines, and where all keys stand", (t) => {
  const error = thrown(() =>
    parseAlertConfig("x: 1\nthresholds: {leakRatio: 2}\nlabels: 1", "c.yml"),
  );
  t.same(
    error.problems.map(({ line, path }) => [line, path]),
    [
      [1, "x"],
      [2, "thresholds.leakRatio"],
      [3, "labels"],
    ],
  );
  t.equal(error.code, "PLIMSOLL_ALERT_CONFIG");
  t.match(error.message, /docs\/alert-config\.md\.$/);
  t.end();
});

t.test("a file that is not there is named", (t) => {
  t.match(
    thrown(() => readAlertConfig("/nowhere/c.yml")).message,
    /\/nowhere\/c\.yml: it cannot be read: ENOENT/,
  );
  t.end();
});

t.test("addresses lose their last slash, quiet routes become thresholds", (t) => {
  const config = parseAlertConfig(
    "runbookBaseUrl: https://w.example/r/\nquietRoutes: [/a]",
    "c.yml",
  );
  t.match(ruleOptions(config), {
    runbookBaseUrl: "https://w.example/r",
    thresholds: { quietRoutes: ["/a"] },
  });
  t.end();
});

function thrown(run: () => unknown): AlertConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof AlertConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
