import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import t from "tap";
import { assertTools } from "../../src/stack/assert-tools.ts";

t.test("tools may stand in any folder of the PATH", (t) => {
  const root = t.testdir({ a: { prometheus: "", k6: "" }, b: { alertmanager: "" } });
  for (const tool of ["a/prometheus", "a/k6", "b/alertmanager"]) chmodSync(join(root, tool), 0o755);
  t.doesNotThrow(() => assertTools([], [join(root, "a"), join(root, "b")].join(delimiter)));
  t.end();
});

t.test("every missing tool is named, a file that cannot be run is one", (t) => {
  const root = t.testdir({ prometheus: "", k6: "" });
  chmodSync(join(root, "prometheus"), 0o755);
  chmodSync(join(root, "k6"), 0o644);
  t.throws(() => assertTools([], root), {
    code: "PLIMSOLL_TOOL_MISSING",
    message: /^alertmanager, k6: not on the PATH\. `npm run demo` brings/,
  });
  t.end();
});
