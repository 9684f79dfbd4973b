import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import t from "tap";
import { childEnv } from "../src/stack/child-env.ts";
import { LOAD_SCRIPTS } from "../src/stack/repository.ts";

const SHARED = "money-requests.ts"; // No script: the others import it.
const FILES = readdirSync(LOAD_SCRIPTS).filter((file) => file.endsWith(".ts"));
const SCRIPTS = FILES.filter((file) => file !== SHARED);

const source = (file: string): string => readFileSync(join(LOAD_SCRIPTS, file), "utf8");
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name);
const headOf = (file: string): string => /^(?:\/\/.*\n)+/.exec(source(file))?.[0] ?? "";
const variablesOf = (file: string): string[] =>
  found(source(file), /(?:__ENV\[|readInteger\()"(\w+)"/g);

/** What `k6 inspect` makes of a script: its options, once its top level has run. */
async function inspect(file: string, env: Record<string, string>): Promise<Inspected> {
  // `k6 run` reads its environment, `k6 inspect` only when it is told to (k6 1.8.1).
  const args = ["inspect", "--include-system-env-vars", join(LOAD_SCRIPTS, file)];
  const { stdout } = await promisify(execFile)("k6", args, { env: childEnv(env) });
  return JSON.parse(stdout) as Inspected;
}

interface Inspected {
  readonly scenarios: Readonly<Record<string, { readonly exec: string }>>;
}

t.test("every script opens with the question that it answers", (t) => {
  t.ok(SCRIPTS.length >= 6, SCRIPTS.join(", "));
  for (const file of SCRIPTS) t.match(headOf(file), /^\/\/ Question it answers: .+\?/, file);
  t.end();
});

t.test("the head of a script names each variable that it reads, and no other", (t) => {
  const shared = variablesOf(SHARED);
  for (const file of SCRIPTS) {
    const named = found(headOf(file), /^\/\/ ([A-Z_]+) {2,}/gm);
    const own = ["BASE_URL", ...variablesOf(file)];
    t.strictSame(
      own.filter((name) => !named.includes(name)),
      [],
      `${file} names what it reads`,
    );
    const read = new Set([...own, ...shared]);
    t.strictSame(
      named.filter((name) => !read.has(name)),
      [],
      `${file} reads what it names`,
    );
  }
  t.end();
});

t.test("k6 takes every script, and each of its scenarios has its function", async (t) => {
  for (const file of SCRIPTS) {
    const { scenarios } = await inspect(file, { BASE_URL: "http://127.0.0.1:3000" });
    const functions = Object.values(scenarios).map(({ exec }) => exec);
    t.ok(functions.length > 0, file);
    const exported = new Set([
      ...found(source(file), /^export function (\w+)/gm),
      ...found(source(file), /^export \{(.+)\};/gm).flatMap((names) => names.trim().split(/,\s*/)),
    ]);
    t.strictSame(
      functions.filter((name) => !exported.has(name)),
      [],
      file,
    );
  }
});

t.test("a script ends at once when a variable is none that it can use", async (t) => {
  const BASE_URL = "http://127.0.0.1:3000";
  await t.rejects(inspect("money.ts", {}), { message: /BASE_URL must be a URL such as/ });
  await t.rejects(inspect("surge.ts", { BASE_URL, RATE: "many" }), {
    message: /RATE must be an integer from 1 to 9999999, got .*many/,
  });
});
