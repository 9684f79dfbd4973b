import t from "tap";
import { run } from "../run.ts";

const PROMETHEUS = ["--prometheus", "http://127.0.0.1:9090"];

t.test("wrong use ends with 2 and names the option, its rule and the value", async (t) => {
  for (const [args, message] of [
    [[], /--prometheus must be the URL of a Prometheus/],
    [["--prometheus", "somewhere"], /--prometheus must be an http or https URL/],
    [[...PROMETHEUS, "--port", "70000"], /--port must be a number from 0 to 65535; got "70000"/],
    [[...PROMETHEUS, "--port", ""], /--port must be .*; got ""/],
    [[...PROMETHEUS, "--scrape-interval", "0"], /--scrape-interval must be a number from 1/],
    [[...PROMETHEUS, "--dashboards", "/nowhere"], /\/nowhere: the folder of dashboards/],
    [[...PROMETHEUS, "--grafana"], /--grafana/],
  ] as const) {
    const { code, out, err } = await run("view", ...args);
    t.equal(code, 2, args.join(" "));
    t.equal(out, "");
    t.match(err, message);
  }
});

t.test("an address with a password is not repeated", async (t) => {
  const { code, err } = await run("view", "--prometheus", "sre:secret@host");
  t.equal(code, 2);
  t.notMatch(err, "secret");
});
