import { EventEmitter, once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import t, { type Test } from "tap";
import { sendRequests } from "../../src/stack/requests.ts";

async function serve(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

t.test(
  "requests go on at their rate, each with its own number, and statuses are counted",
  async (t) => {
    const seen: string[] = [];
    const events = new EventEmitter();
    const tenSeen = once(events, "ten");
    const url = await serve(t, (request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.writeHead(seen.length % 2 ? 201 : 503).end();
      if (seen.length === 10) events.emit("ten");
    });
    const requests = sendRequests({
      method: "POST",
      url: (n) => `${url}/${n}`,
      body: (n) => ({ n }),
      perSecond: 100,
    });
    await tenSeen;
    await requests.stop();
    t.same(seen.slice(0, 2), ["POST /0", "POST /1"]);
    t.ok((requests.statuses().get(201) ?? 0) >= 4);
    t.ok((requests.statuses().get(503) ?? 0) >= 4);
  },
);

t.test(
  "a server that hangs gets no more than the most that may be open, and stopping gives up",
  async (t) => {
    let open = 0;
    const events = new EventEmitter();
    const threeOpen = once(events, "three");
    const url = await serve(t, () => {
      open += 1;
      if (open === 3) events.emit("three");
    });
    const requests = sendRequests({ url: () => url, perSecond: 200, openMost: 3 });
    await threeOpen;
    await requests.stop();
    t.equal(open, 3);
    t.equal(requests.statuses().get(0), 3, "none had an answer");
    await requests.stop();
  },
);
