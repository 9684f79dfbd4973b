import pg from "pg";
import t from "tap";
import { DatabaseProbe } from "../../src/readiness/database-probe.ts";
import type { ProbeClient } from "../../src/readiness/probe-client.ts";
import { closedPort, startSilentServer } from "./silent-server.ts";

function probeWith(create: () => ProbeClient, timeoutSeconds = 5): DatabaseProbe {
  return new DatabaseProbe({ create, intervalSeconds: 3600, timeoutSeconds });
}

t.test("a probe of a port where nobody listens fails with the errno", async (t) => {
  const port = await closedPort();
  const probe = probeWith(() => new pg.Client({ host: "127.0.0.1", port }));
  await probe.run();
  await probe.run();
  t.strictSame(probe.state, { hasSucceeded: false, failures: 2, lastError: "ECONNREFUSED" });
});

t.test("a probe of a server that never answers fails in time and closes its socket", async (t) => {
  const server = await startSilentServer(t);
  const probe = probeWith(() => new pg.Client({ host: "127.0.0.1", port: server.port }), 0.05);
  await probe.run();
  t.strictSame(probe.state, { hasSucceeded: false, failures: 1, lastError: "timeout" });
  await server.untilNoneIsOpen();
  await probe.run();
  t.equal(probe.state.failures, 2);
  t.equal(server.mostOpen(), 1);
});

t.test(
  "while one connection cannot be closed, no other is opened, and the probe fails",
  async (t) => {
    let made = 0;
    let letGo: (() => void) | undefined;
    const ended = new Promise<void>((resolve) => (letGo = resolve));
    const probe = probeWith(() => {
      made += 1;
      const never = new Promise<never>(() => {});
      return { connect: () => never, query: () => never, end: () => ended };
    }, 0.01);
    const first = probe.run();
    while (probe.state.failures === 0) await new Promise(setImmediate);
    await probe.run();
    await probe.run();
    t.equal(probe.state.failures, 3);
    t.equal(made, 1);
    letGo?.();
    await first;
    void probe.run();
    t.equal(made, 2);
  },
);

t.test("a probe that is slow, but in time, is no failure at the next interval", async (t) => {
  let answer: (() => void) | undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const probe = probeWith(() => ({
    connect: async () => {},
    query: () => answered,
    end: async () => {},
  }));
  const slow = probe.run();
  await probe.run();
  t.equal(probe.state.failures, 0);
  answer?.();
  await slow;
  t.equal(probe.state.hasSucceeded, true);
});

t.test("a server with no connection left was reached", async (t) => {
  let code = "ECONNREFUSED";
  const probe = probeWith(() => ({
    connect: () => Promise.reject(Object.assign(new Error("no"), { code })),
    query: async () => {},
    end: async () => {},
  }));
  await probe.run();
  code = "53300";
  await probe.run();
  t.strictSame(probe.state, { hasSucceeded: false, failures: 0, lastError: "53300" });
});

t.test("whatever the option makes, a probe never rejects", async (t) => {
  const wrong = [
    boom,
    () => undefined,
    () => ({ connect: boom, query: boom, end: boom }),
    () => ({ connect: async () => {}, query: boom, end: boom, on: boom, unref: boom }),
  ];
  for (const create of wrong) {
    const probe = probeWith(create as () => ProbeClient, 0.05);
    await t.resolves(probe.run());
    t.match(probe.state, { failures: 1, lastError: "error" });
  }
});

function boom(): never {
  throw new Error("a message with a password");
}
