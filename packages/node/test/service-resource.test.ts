import { join } from "node:path";
import t from "tap";
import { serviceResource } from "../src/service-resource.ts";

t.test("the service is named after the package nearest above the main file", (t) => {
  const dir = t.testdir({
    "package.json": JSON.stringify({ name: "outer" }),
    app: {
      "package.json": JSON.stringify({ name: "money" }),
      src: { "package.json": "not json", "main.js": "" },
    },
  });
  t.equal(serviceResource(join(dir, "app/src/main.js"))["service.name"], "money");
  t.equal(serviceResource(join(dir, "main.js"))["service.name"], "outer");
  t.end();
});

t.test("without a main file the name is left to the SDK", (t) => {
  t.notOk("service.name" in serviceResource(undefined));
  t.end();
});

t.test("the instance can be read on a page: host and process id", (t) => {
  t.match(
    String(serviceResource(undefined)["service.instance.id"]),
    new RegExp(`:${process.pid}$`),
  );
  t.end();
});

t.test("neither command line nor arguments are part of the resource", (t) => {
  for (const key of Object.keys(serviceResource("/app/main.js")))
    t.notMatch(key, /command|executable|owner/);
  t.end();
});
