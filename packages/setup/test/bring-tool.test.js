import { existsSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import t from "tap";
import { bringTool } from "../src/bring-tool.js";
import { createContext } from "../src/context.js";
import { BROWSER, DRILL_TOOLS, NEWEST_TOOLS, TOOLS } from "../src/tools.js";
import { writePrograms } from "./fake-program.js";

const [prometheus, alertmanager, k6] = ["prometheus", "alertmanager", "k6"].map((name) => {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool;
});

/**
 * A machine of our own making: what its PATH holds, and nothing beside it.
 *
 * @param {string} root
 * @param {Record<string, string>} onPath
 */
function machineOf(root, onPath) {
  const folder = writePrograms(path.join(root, "path"), onPath);
  /** @type {string[]} */
  const lines = [];
  const context = createContext({
    root,
    // env and sh, which fakes need, are the real ones; they are not searched for tools.
    env: { PATH: folder, FAKE: root },
    write: (line) => lines.push(line),
    machine: {
      isRoot: true,
      goFolder: path.join(root, "usr-local-go"),
      debianFolder: path.join(root, "usr-bin"),
      servicePolicy: path.join(root, "policy-rc.d"),
    },
  });
  return {
    context,
    folder,
    lines,
    link: (name) => readlinkSync(path.join(context.layout.bin, name)),
  };
}

const REAL = "/bin:/usr/bin"; // for the commands that the fakes themselves need

/** An apt-get that installs an Alertmanager, and notes whether services were held meanwhile. */
const FAKE_APT = {
  "apt-cache": `echo "  Candidate: 0.25.0-1+b4"`,
  env: `PATH=${REAL}; export PATH; exec /usr/bin/env "$@"`,
  "apt-get": `
    PATH=${REAL}
    "$FAKE/policy-rc.d"; echo "policy $?: $*" >> "$FAKE/apt.log"
    mkdir -p "$FAKE/usr-bin"
    printf '#!/bin/sh\\necho "alertmanager, version 0.25.0"\\n' > "$FAKE/usr-bin/prometheus-alertmanager"
    chmod +x "$FAKE/usr-bin/prometheus-alertmanager"`,
  rm: `exec /bin/rm "$@"`,
  sh: `PATH=${REAL}; export PATH; exec /bin/sh "$@"`,
};

/** A go that builds every tool as a script, and notes what it was asked for. */
const FAKE_GO = {
  go: `
    PATH=${REAL}
    if [ "$1" = env ]; then echo "$FAKE/gopath"; exit 0; fi
    echo "$*" >> "$FAKE/go.log"
    name=\${2%@*}; name=\${name##*/}
    printf '#!/bin/sh\\necho "%s v1.8.1"\\n' "$name" > "$GOBIN/$name"
    chmod +x "$GOBIN/$name"`,
};

t.test(
  "a tool on the PATH is taken and linked, and a second run only looks at the link",
  async (t) => {
    const machine = machineOf(t.testdir(), { k6: "echo k6 v1.8.1", ...FAKE_GO });
    t.equal(await bringTool(machine.context, k6), path.join(machine.folder, "k6"));
    t.equal(machine.link("k6"), path.join(machine.folder, "k6"));
    await bringTool(machine.context, k6);
    machine.context.report.flush();
    t.same(machine.lines, ["there already: k6, k6"]);
  },
);

t.test("Debian's name of Alertmanager is linked under its own", async (t) => {
  const machine = machineOf(t.testdir(), {
    "prometheus-alertmanager": "echo alertmanager, version 0.25.0",
  });
  await bringTool(machine.context, alertmanager);
  t.match(machine.link("alertmanager"), /path\/prometheus-alertmanager$/);
});

t.test(
  "a tool on the PATH that is too old is passed over for one that Go built before",
  async (t) => {
    const root = t.testdir();
    writePrograms(path.join(root, "gopath", "bin"), { k6: "echo k6 v1.8.1" });
    const machine = machineOf(root, { k6: "echo k6 v0.49.0", ...FAKE_GO });
    t.equal(await bringTool(machine.context, k6), path.join(root, "gopath/bin/k6"));
    t.notOk(existsSync(path.join(root, "go.log")), "nothing was built");
  },
);

t.test("a Prometheus of go install, which prints no version, is taken", async (t) => {
  const machine = machineOf(t.testdir(), {
    prometheus: 'echo "prometheus, version  (branch: , revision: unknown)"; echo "go1.1.1"',
  });
  t.match(await bringTool(machine.context, prometheus), /path\/prometheus$/);
});

t.test("apt-get comes before Go, with services held, and the hold is taken away", async (t) => {
  const root = t.testdir();
  const machine = machineOf(root, { ...FAKE_APT, ...FAKE_GO });
  t.match(await bringTool(machine.context, alertmanager), /usr-bin\/prometheus-alertmanager$/);
  t.match(
    readFileSync(path.join(root, "apt.log"), "utf8"),
    /^policy 101: .*install prometheus-alertm/,
  );
  t.notOk(existsSync(path.join(root, "policy-rc.d")));
  t.notOk(existsSync(path.join(root, "go.log")));
});

t.test("a service policy that is there is used and left alone", async (t) => {
  const root = t.testdir();
  writePrograms(root, { "policy-rc.d": "exit 42" });
  const machine = machineOf(root, FAKE_APT);
  await bringTool(machine.context, alertmanager);
  t.match(readFileSync(path.join(root, "apt.log"), "utf8"), /^policy 42: /);
  t.match(readFileSync(path.join(root, "policy-rc.d"), "utf8"), /exit 42/);
});

t.test("an apt package that is too old is not installed; Go builds the tool", async (t) => {
  const root = t.testdir();
  const old = { ...FAKE_APT, "apt-cache": 'echo "  Candidate: 0.23.0+ds-2"' };
  const machine = machineOf(root, { ...old, ...FAKE_GO });
  t.equal(
    await bringTool(machine.context, alertmanager),
    path.join(machine.context.layout.goBin, "alertmanager"),
  );
  t.notOk(existsSync(path.join(root, "apt.log")));
  t.match(readFileSync(path.join(root, "go.log"), "utf8"), `install ${alertmanager.go}`);
});

t.test("a tool that cannot be had is refused with what was tried and one command", async (t) => {
  const machine = machineOf(t.testdir(), { prometheus: "echo prometheus, version 2.31.2" });
  const error = await bringTool(machine.context, prometheus).catch((caught) => caught);
  t.match(error, { code: "PLIMSOLL_TOOL_MISSING", exitCode: 2 });
  t.match(error.message, /^prometheus: 2\.42\.0 or newer is not on the PATH/);
  t.match(error.message, /path\/prometheus is 2\.31\.2; no apt-get; Go is not installed/);
  t.match(error.message.split("\n").at(-1), /^ {4}(curl|brew) /);
});

t.test("apt-get without root and without sudo is told, and no k6 is sought there", async (t) => {
  const machine = machineOf(t.testdir(), FAKE_APT);
  machine.context.machine.isRoot = false;
  await t.rejects(bringTool(machine.context, alertmanager), /apt-get needs root, and sudo asks/);
  const error = await bringTool(machine.context, k6).catch((caught) => caught);
  t.notMatch(error.message, /apt/);
});

t.test("a Go build that fails is told with Go's words", async (t) => {
  const machine = machineOf(t.testdir(), {
    go: 'if [ "$1" = install ]; then echo "go: module not found"; exit 1; fi',
  });
  await t.rejects(bringTool(machine.context, k6), {
    code: "PLIMSOLL_STEP_FAILED",
    message: /go install go\.k6\.io\/k6@v1\.8\.1` failed.*\n {4}go: module not found/,
  });
});

t.test(
  "a tool that only Debian has is brought by apt-get, and told with its command",
  async (t) => {
    const root = t.testdir();
    const without = machineOf(root, {});
    await t.rejects(bringTool(without.context, BROWSER), {
      code: "PLIMSOLL_TOOL_MISSING",
      message:
        /chromium: .* cannot be brought \(no apt-get\)[\s\S]*(apt-get|brew) install .*chromium/,
    });
    const there = machineOf(t.testdir(), { "google-chrome": 'echo "Google Chrome 150.0.1"' });
    t.equal(
      await bringTool(there.context, BROWSER),
      path.join(there.folder, "google-chrome"),
      "another name of it will do",
    );
  },
);

t.test("the exporter of the drills is taken under Debian's name, and never built", async (t) => {
  const [exporter] = DRILL_TOOLS;
  if (exporter === undefined) throw new Error("no tool of the drills");
  const there = machineOf(t.testdir(), {
    "prometheus-postgres-exporter": 'echo "postgres_exporter, version 0.11.1 (branch: debian/sid)"',
  });
  await bringTool(there.context, exporter);
  t.match(there.link("postgres_exporter"), /path\/prometheus-postgres-exporter$/);
  const without = machineOf(t.testdir(), FAKE_GO);
  await t.rejects(bringTool(without.context, exporter), {
    code: "PLIMSOLL_TOOL_MISSING",
    message:
      /postgres_exporter: 0\.11\.0 or newer[\s\S]*(apt-get|brew) install .*postgres.exporter/,
  });
});

t.test("the oldest and the newest Prometheus stand beside each other", async (t) => {
  const root = t.testdir();
  const go = FAKE_GO.go.replace("%s v1.8.1", "%s, version  (branch: , revision: unknown)");
  const machine = machineOf(root, { prometheus: "echo prometheus, version 2.42.0+ds", go });
  const [newest] = NEWEST_TOOLS.filter(({ name }) => name === "prometheus-3");
  t.ok(newest);
  await bringTool(machine.context, prometheus);
  await bringTool(machine.context, newest);
  t.equal(machine.link("prometheus"), path.join(machine.folder, "prometheus"));
  t.equal(machine.link("prometheus-3"), path.join(machine.context.layout.goBin, "prometheus"));
});
