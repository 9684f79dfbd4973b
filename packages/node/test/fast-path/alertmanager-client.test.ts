import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t, { type Test } from "tap";
import { ask, targetOf } from "../../src/fast-path/alertmanager-client.ts";

t.test(
  "the token is read from its file at each request, and wins over the URL's user",
  async (t) => {
    const { url, requests } = await listen(t);
    const file = join(t.testdir(), "token");
    const target = targetOf(new URL(`http://am:hunter2@${url}/prefix/`), file);
    for (const token of ["first", "second\n"]) {
      writeFileSync(file, token);
      await ask(target, "alerts", [{}], new AbortController().signal);
    }
    t.same(
      requests.map(({ headers }) => headers.authorization),
      ["Bearer first", "Bearer second"],
    );
    t.equal(requests[0]?.url, "/prefix/api/v2/alerts");
    writeFileSync(file, " \n");
    const empty = ask(target, "alerts", [{}], new AbortController().signal);
    await t.rejects(empty, { message: "its token file holds no token" });
    t.equal(target.name, `http://${url}/prefix`, "for messages: no password");
  },
);

t.test(
  "an address where nobody listens says so, and an answer that is too long ends",
  async (t) => {
    const closed = ask(
      targetOf(new URL("http://localhost:1"), undefined),
      "alerts",
      [{}],
      signal(),
    );
    await t.rejects(closed, { message: /ECONNREFUSED/ });
    const { url } = await listen(t, "x".repeat(1_100_000));
    const long = ask(targetOf(new URL(`http://${url}`), undefined), "alerts", undefined, signal());
    await t.rejects(long, { message: "its answer is too long" });
  },
);

function signal(): AbortSignal {
  return new AbortController().signal;
}

async function listen(
  t: Test,
  body = "",
): Promise<{ readonly url: string; readonly requests: readonly IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    response.end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
