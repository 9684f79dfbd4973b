import t from "tap";
import { run } from "../run.ts";

t.test("a missing address, one that is none, and one with a password are refused", async (t) => {
  t.match(await run("doctor"), { code: 2, err: /--prometheus must be the address/ });
  t.match(await run("doctor", "--prometheus", "localhost:9090"), {
    code: 2,
    err: /must be an http or https address; got "localhost:9090"/,
  });
  const secret = await run("doctor", "--prometheus", "http://me:hunter2@localhost");
  t.match(secret, { code: 2, err: /must hold no user and password/ });
  t.notMatch(secret.err, "hunter2");
});

t.test("a config that is not valid is explained before anything is asked", async (t) => {
  const file = `${t.testdir({ "c.yml": "disable: [x]" })}/c.yml`;
  t.match(await run("doctor", "--prometheus", "http://127.0.0.1:1", "--config", file), {
    code: 2,
    out: "",
    err: /c\.yml:1: disable\.0 must be the name of an alert/,
  });
});
