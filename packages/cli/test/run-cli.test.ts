import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { COMMANDS } from "../src/commands.ts";
import { run } from "./run.ts";

t.test("--help lists every command with its line", async (t) => {
  const { code, out, err } = await run("--help");
  t.equal(code, 0);
  t.equal(err, "");
  const lines = out.split("\n").map((line) => line.trim().replace(/ {2,}/, "  "));
  for (const { name, summary } of COMMANDS) t.ok(lines.includes(`${name}  ${summary}`), name);
});

t.test("nothing at all prints the help as an error", async (t) => {
  t.match(await run(), { code: 2, out: "", err: /^Usage: plimsoll <command>/ });
});

t.test("an unknown command or option is named, with those that are known", async (t) => {
  const known = COMMANDS.map(({ name }) => name).join(", ");
  t.same(await run("alarms"), {
    code: 2,
    out: "",
    err: `plimsoll: unknown command "alarms". Commands: ${known}. See plimsoll --help.\n`,
  });
  t.match(await run("--version"), { code: 2, err: /unknown option "--version"/ });
});

for (const { name, help } of COMMANDS) {
  t.test(`${name} --help prints its options and the exit codes`, async (t) => {
    t.same(await run(name, "--help"), { code: 0, out: help, err: "" });
    t.match(help, new RegExp(`^Usage: plimsoll ${name} `));
    t.match(help, /^Exit: 0 /m);
  });

  t.test(`${name} names an unknown option and how to get help`, async (t) => {
    const { code, err } = await run(name, "--bogus");
    t.equal(code, 2);
    t.match(err, new RegExp(`^plimsoll ${name}: .*'--bogus'.* See plimsoll ${name} --help\\.\n$`));
  });

  t.test(`${name} stands in the README`, (t) => {
    const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
    t.match(readme, `| \`${name}\` `);
    t.end();
  });
}
