import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import t from "tap";
import { bringTool } from "../src/bring-tool.js";
import { createContext } from "../src/context.js";
import { TRACE_TOOLS } from "../src/tools.js";
import { writePrograms } from "./fake-program.js";

const REAL = "/bin:/usr/bin"; // for the commands that the fakes themselves need

const [otelcol] = TRACE_TOOLS.filter(({ name }) => name === "otelcol");

/**
 * A machine whose Go builds a builder that does `words`.
 *
 * @param {string} root
 * @param {string} words
 */
function machineOf(root, words) {
  const folder = writePrograms(path.join(root, "path"), {
    go: `
      PATH=${REAL}
      if [ "$1" = env ]; then echo "$FAKE/gopath"; exit 0; fi
      cat > "$GOBIN/builder" <<'END'
#!/bin/sh
echo "$* in $(pwd) with $(dirname "$(command -v go)")" >> "$FAKE/builder.log"
PATH=${REAL}
${words}
END
      chmod +x "$GOBIN/builder"`,
    sh: `PATH=${REAL}; export PATH; exec /bin/sh "$@"`,
    dirname: `exec /usr/bin/dirname "$@"`,
  });
  return createContext({
    root,
    env: { PATH: folder, FAKE: root },
    write: () => {},
    machine: { isRoot: true, goFolder: folder, debianFolder: path.join(root, "usr-bin") },
  });
}

t.test("the Collector is what its builder makes of compose/otelcol-builder.yaml", async (t) => {
  const root = t.testdir();
  const context = machineOf(
    root,
    `mkdir otelcol-build
printf '#!/bin/sh\\necho "otelcol version 0.165.0"\\n' > otelcol-build/otelcol
chmod +x otelcol-build/otelcol`,
  );
  const file = await bringTool(context, otelcol);
  t.equal(file, path.join(context.layout.goBin, "otelcol"));
  const asked = readFileSync(path.join(root, "builder.log"), "utf8");
  t.match(asked, `--config ${path.join(root, "compose/otelcol-builder.yaml")} in `);
  t.match(asked, `with ${path.join(root, "path")}\n`, "the builder finds Go");
  t.same(readdirSync(context.layout.tools), ["go-bin"], "its sources are gone");
});

t.test("a Collector that cannot be built is told with the builder's words", async (t) => {
  const context = machineOf(t.testdir(), `echo "no such module"; exit 1`);
  await t.rejects(bringTool(context, otelcol), {
    code: "PLIMSOLL_STEP_FAILED",
    message: /builder --config compose\/otelcol-builder\.yaml` failed.*\n {4}no such module/,
  });
  t.notOk(existsSync(path.join(context.layout.goBin, "otelcol")));
});
