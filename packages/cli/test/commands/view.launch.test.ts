import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t from "tap";
import { run } from "../run.ts";

const MAIN = join(import.meta.dirname, "../../src/main.js");

t.test("plimsoll view serves the dashboards until Ctrl-C, and then ends with 0", async (t) => {
  const folder = t.testdir({
    "run.json": JSON.stringify({
      scenario: "a leak",
      faultAt: 1,
      firstPageAt: 2,
      firstUserErrorAt: null,
      namedCause: "leak",
    }),
  });
  const moments = ["--timeline", join(folder, "run.json"), "--scrape-interval", "5"];
  const args = ["view", "--prometheus", "http://127.0.0.1:1", ...moments];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(line.toString()) ?? [];
  const data = (await (await fetch(`${url}/viewer.json`)).json()) as {
    dashboards: { uid: string }[];
  };
  const uids = ["fleet", "pool", "queries", "server", "drill"].map((name) => `plimsoll-${name}`);
  t.strictSame(
    data.dashboards.map(({ uid }) => uid),
    uids,
  );
  t.match(data, {
    timeline: [{ kind: "fault" }, { kind: "page" }],
    scrapeIntervalSeconds: 5,
  });
  t.match(await (await fetch(url)).text(), /<div id="root">/);
  child.kill("SIGINT");
  t.strictSame(await once(child, "exit"), [0, null]);
});

t.test("a port that is taken is told", async (t) => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const port = String((server.address() as AddressInfo).port);
  const { code, err } = await run("view", "--prometheus", "http://127.0.0.1:1", "--port", port);
  t.equal(code, 2);
  t.match(err, `cannot listen on 127.0.0.1:${port}`);
});
