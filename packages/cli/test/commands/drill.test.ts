import t from "tap";
import { run } from "../run.ts";

const OPTIONS = [
  "--short",
  "--all",
  "--runs",
  "--lanes",
  "--json",
  "--resume",
  "--out",
  "--list",
  "--help",
];

t.test("--help tells every option and the exit codes", async (t) => {
  const { code, out, err } = await run("drill", "--help");
  t.equal(code, 0);
  t.equal(err, "");
  t.match(out, /^Usage: plimsoll drill /);
  for (const option of OPTIONS) t.match(out, new RegExp(`^ {2}${option}\\b`, "m"), option);
  t.match(out, "Exit: 0 every run passed, 1 one did not, 2 wrong use or a missing tool.");
});

t.test("--list prints faults and controls", async (t) => {
  const { code, out, err } = await run("drill", "--list");
  t.equal(code, 0);
  t.equal(err, "");
  t.match(out, /^leak {2,}gradual {2}/m);
  t.match(out, /^db-stop {2,}instant {2}/m);
  t.match(out, /^steady {2,}control {2}/m);
});

t.test("wrong use ends with 2, says what is wrong, and points to the help once", async (t) => {
  for (const [args, message] of [
    [[], /^plimsoll drill: name a scenario, or --short, or --all\. See /],
    [["--all", "leak"], /--all, --short and names of scenarios exclude each other\. See /],
    [["leek"], /unknown scenario "leek"\. Scenarios: leak, /],
    [["leak", "--runs", "many"], /--runs must be an integer from 1 to 100, got "many"\. See /],
    [["leak", "--lanes", "0"], /--lanes must be an integer from 1 to 16, got "0"\. See /],
    [["leak", "--json", `${t.testdirName}/missing/all.json`], /--json must be a file .*ENOENT/],
    [["leak", "--fast"], /--fast/],
  ] as const) {
    const { code, out, err } = await run("drill", ...args);
    t.equal(code, 2, args.join(" "));
    t.equal(out, "");
    t.match(err, message);
    t.equal(err.match(/See plimsoll drill --help\./g)?.length, 1, err);
  }
});

t.test("a missing program ends with 2 and is named", async (t) => {
  const { PATH } = process.env;
  process.env["PATH"] = t.testdir();
  t.teardown(() => (process.env["PATH"] = PATH));
  const { code, out, err } = await run("drill", "leak");
  t.equal(code, 2);
  t.equal(out, "");
  t.match(err, /^plimsoll drill: prometheus, .*: not on the PATH/);
});
