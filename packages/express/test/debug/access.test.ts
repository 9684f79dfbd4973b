import { once } from "node:events";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { refuseAccess } from "../../src/debug/access.ts";

/** As a request from that address looks; only this machine can be tried for real. */
function from(remoteAddress: string | undefined, headers: IncomingMessage["headers"] = {}) {
  return { socket: { remoteAddress }, headers } as IncomingMessage;
}

t.test("this machine is let in by each of its addresses and names", async (t) => {
  for (const address of ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
    t.equal(refuseAccess(from(address), undefined), undefined);
  for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "app.localhost"])
    t.equal(refuseAccess(from("::1", { host }), undefined), undefined);
});

t.test("others are refused, and told what to do", async (t) => {
  const addresses = ["10.0.0.7", "::ffff:10.0.0.7", "fe80::1", "1270.0.0.1", "::11", undefined];
  for (const address of addresses) {
    const refusal = refuseAccess(from(address), undefined);
    t.equal(refusal?.status, 403);
    t.match(refusal?.body, "kubectl port-forward");
    t.match(refusal?.body, "PLIMSOLL_DEBUG_TOKEN");
  }
});

t.test("a header never lets anybody in", async (t) => {
  const forged = from("10.0.0.7", { "x-forwarded-for": "127.0.0.1", host: "localhost" });
  t.equal(refuseAccess(forged, undefined)?.status, 403);
});

t.test("whoever comes through a proxy on this machine is not this machine", async (t) => {
  for (const header of ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
    t.equal(refuseAccess(from("127.0.0.1", { [header]: "127.0.0.1" }), undefined)?.status, 403);
});

t.test("a page of another site, whose name was pointed here, is refused", async (t) => {
  for (const host of ["evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example"])
    t.equal(refuseAccess(from("127.0.0.1", { host }), undefined)?.status, 403);
});

t.test("the token lets in from everywhere, and only the right one does", async (t) => {
  const token = "s3cret";
  const given = (authorization: string, address = "10.0.0.7") =>
    refuseAccess(from(address, { authorization, host: "app.example" }), token)?.status;
  t.equal(given("Bearer s3cret"), undefined);
  t.equal(given("bearer  s3cret "), undefined);
  t.equal(given("Bearer s3cret2"), 401);
  t.equal(given("Bearer s3cre"), 401);
  t.equal(given("Basic s3cret"), 401);
  t.equal(given("Bearer "), 401);
  t.equal(given("Bearer wrong", "127.0.0.1"), 401, "a wrong one is wrong here too");
  const refusal = refuseAccess(from("10.0.0.7"), token);
  t.match(refusal, { status: 401, headers: { "www-authenticate": 'Bearer realm="plimsoll"' } });
  t.notMatch(refusal?.body, "s3cret");
  t.equal(refuseAccess(from("127.0.0.1"), token), undefined, "this machine needs none");
});

t.test("without a token that was set, none is right", async (t) => {
  const authorization = "Bearer undefined";
  t.equal(refuseAccess(from("10.0.0.7", { authorization }), undefined)?.status, 403);
});

t.test("whoever comes through a Unix socket, where proxies sit, is refused", async (t) => {
  // The path of a socket may have about 100 characters; the test's own folder has more.
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "app.sock");
  const server = createServer((request, response) => {
    response.statusCode = refuseAccess(request, undefined)?.status ?? 200;
    response.end();
  });
  server.listen(path);
  await once(server, "listening");
  t.teardown(() => server.close());
  const asked = httpRequest({ socketPath: path, headers: { host: "localhost" } }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.resume();
  t.equal(response.statusCode, 403);
});
