import t from "tap";
import { readUpstream } from "../src/upstream.ts";

t.test("an address keeps its path and loses slashes at its end", async (t) => {
  t.strictSame(readUpstream("http://127.0.0.1:9090/"), {
    base: "http://127.0.0.1:9090",
    authorization: undefined,
  });
  t.equal(readUpstream("https://metrics.test/prometheus/").base, "https://metrics.test/prometheus");
});

t.test("credentials become a header and leave the address", async (t) => {
  t.strictSame(readUpstream("https://sre:p%40ss@metrics.test"), {
    base: "https://metrics.test",
    authorization: `Basic ${Buffer.from("sre:p@ss").toString("base64")}`,
  });
});

t.test("another scheme is refused without repeating what may be a password", async (t) => {
  for (const address of ["file:///etc/passwd", "ftp://sre:secret@host", "sre:secret"]) {
    try {
      readUpstream(address);
      t.fail(address);
    } catch (error) {
      t.match(error, { code: "PLIMSOLL_WRONG_USE", message: /must be an http or https URL/ });
      t.notMatch(String(error), "secret");
    }
  }
});
