import t from "tap";
import { parseStartupOptions, timeoutSeconds } from "../../src/pg-client/startup-options.ts";

t.test("a setting is found in each of the ways that the server takes", (t) => {
  for (const options of [
    "-c statement_timeout=5s",
    "-cstatement_timeout=5s",
    "--statement_timeout=5s",
    "--statement-timeout=5s",
    "-c STATEMENT_TIMEOUT=5s",
    "-c geqo=off  -c statement_timeout=5s -B 100",
    "-c statement_timeout=1s -c statement_timeout=5s",
  ])
    t.equal(parseStartupOptions(options).get("statement_timeout"), "5s", options);
  t.end();
});

t.test("a backslash keeps a space, and itself", (t) => {
  const settings = parseStartupOptions(String.raw`-c statement_timeout=5\ s -c search_path=a\\b`);
  t.equal(settings.get("statement_timeout"), "5 s");
  t.equal(settings.get("search_path"), String.raw`a\b`);
  t.end();
});

t.test("what is no setting is read past", (t) => {
  for (const options of [undefined, null, 5, "", "-c", "--", "-c statement_timeout", "x=1", "\\"])
    t.same([...parseStartupOptions(options)], [], JSON.stringify(options));
  t.end();
});

t.test("a timeout without a unit is in milliseconds", (t) => {
  for (const [value, seconds] of [
    ["0", 0],
    ["5000", 5],
    ["500ms", 0.5],
    ["5s", 5],
    [" 5 s ", 5],
    ["1.5min", 90],
    ["2h", 7200],
    ["1d", 86_400],
    ["1000us", 0.001],
    ["5 parsecs", undefined],
    ["-1", undefined],
    ["soon", undefined],
  ] as const)
    t.equal(timeoutSeconds(value), seconds, value);
  t.end();
});
