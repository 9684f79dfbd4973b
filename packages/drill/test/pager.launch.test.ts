import t from "tap";
import { run } from "./demo/run.ts";
import { page } from "./score/pages.ts";

t.test("the pager alone prints a page as on-call reads it, and ends on SIGTERM", async (t) => {
  const pager = run("pager.js", [], { ...process.env, HOST: "127.0.0.1", PORT: "0" });
  t.teardown(() => pager.process.kill("SIGKILL"));
  await pager.printed("pager listening on http://127.0.0.1:");
  const [url = ""] = /http:\S+/.exec(pager.output()) ?? [];
  await fetch(`${url}/alerts`, {
    method: "POST",
    body: JSON.stringify({ alerts: [page(0).alert] }),
  });
  await pager.printed("Evidence");
  t.match(
    pager.output(),
    /PAGE \d\d:\d\d:\d\d\.\d PlimsollPoolLeak\n {2}A connection pool leaks\n/,
  );
  pager.process.kill("SIGTERM");
  t.equal(await pager.ended, 0);
});

t.test("a wrong PORT and a taken one are each one line", async (t) => {
  const wrong = run("pager.js", [], { ...process.env, HOST: "", PORT: "70000" });
  t.equal(await wrong.ended, 1);
  t.equal(wrong.output(), 'pager: PORT must be an integer from 0 to 65535, got "70000"\n');

  const first = run("pager.js", [], { ...process.env, HOST: "", PORT: "0" });
  t.teardown(() => first.process.kill("SIGKILL"));
  await first.printed("listening");
  const [port = ""] = /\d+$/.exec(first.output().trim()) ?? [];
  const second = run("pager.js", [], { ...process.env, HOST: "", PORT: port });
  t.equal(await second.ended, 1);
  t.equal(second.output(), `pager: PORT ${port} is taken. Set PORT to a free one.\n`);
});
