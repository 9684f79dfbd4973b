import t from "tap";
import { isAtLeast, parseVersion } from "../src/version.js";

t.test("the first version in a text is read, whatever stands around it", async (t) => {
  t.same(parseVersion("v22.15.0"), [22, 15, 0]);
  t.same(parseVersion("prometheus, version 2.42.0+ds (branch: debian/sid)"), [2, 42, 0]);
  t.same(parseVersion("k6 v1.8.1 (go1.26.8, linux/amd64)"), [1, 8, 1]);
  t.same(parseVersion("go version go1.26"), [1, 26, 0]);
  t.equal(parseVersion("no number here"), undefined);
});

t.test("versions are compared part by part as numbers", async (t) => {
  t.ok(isAtLeast("22.15.0", "22.15.0"));
  t.ok(isAtLeast("22.15.1", "22.15.0"));
  t.ok(isAtLeast("100.0.0", "22.15.0"));
  t.ok(isAtLeast("23.0.0", "22.15.0"));
  t.notOk(isAtLeast("22.9.0", "22.15.0"), "9 is less than 15");
  t.notOk(isAtLeast("22.14.9", "22.15.0"));
  t.notOk(isAtLeast("18.20.8", "22.15.0"));
});

t.test("a text without a version is never new enough", async (t) => {
  t.notOk(isAtLeast("", "1.0.0"));
});
