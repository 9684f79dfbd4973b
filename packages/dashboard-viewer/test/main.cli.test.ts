import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

const MAIN = fileURLToPath(new URL("../src/main.js", import.meta.url));

function run(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
}

t.test("--help tells every option and ends with 0", async (t) => {
  const { status, stdout } = run("--help");
  t.equal(status, 0);
  for (const option of ["prometheus", "port", "dashboards", "timeline", "scrape-interval"]) {
    t.match(stdout, `--${option}`);
  }
});

t.test("wrong use ends with 2 and names the option, its rule and the value", async (t) => {
  const prometheus = ["--prometheus", "http://127.0.0.1:9090"];
  for (const [args, message] of [
    [[], /--prometheus URL is needed/],
    [["--prometheus", "somewhere"], /--prometheus must be an http or https URL/],
    [[...prometheus, "--port", "70000"], /--port must be a number from 0 to 65535, got "70000"/],
    [[...prometheus, "--port", ""], /--port must be .*, got ""/],
    [[...prometheus, "--scrape-interval", "0"], /--scrape-interval must be a number from 1/],
    [[...prometheus, "--dashboards", "/nowhere"], /\/nowhere: the folder of dashboards/],
    [["--grafana"], /--grafana/],
  ] as const) {
    const { status, stderr } = run(...args);
    t.equal(status, 2, args.join(" "));
    t.match(stderr, message);
    t.notMatch(stderr, / at .*main\.js/, "no stack");
  }
});
