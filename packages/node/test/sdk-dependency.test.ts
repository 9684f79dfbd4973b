import { join } from "node:path";
import t, { type Test } from "tap";
import { findSdkDependency } from "../src/sdk-dependency.ts";

function mainFile(t: Test, dependencies: Record<string, string>, folders: object = {}): string {
  const folder = t.testdir({
    "package.json": JSON.stringify({ name: "orders", dependencies }),
    "main.js": "",
    ...folders,
  });
  return join(folder, "main.js");
}

for (const name of ["@opentelemetry/sdk-node", "@sentry/node", "@vercel/otel", "dd-trace"])
  t.test(`an app that depends on ${name} starts an SDK of its own`, (t) => {
    t.equal(findSdkDependency(mainFile(t, { pg: "^8.0.0", [name]: "^1.0.0" })), name);
    t.end();
  });

t.test("the API alone is no SDK", (t) => {
  const dependencies = {
    "@opentelemetry/api": "^1.9.0",
    "@opentelemetry/semantic-conventions": "1",
  };
  t.equal(findSdkDependency(mainFile(t, dependencies)), undefined);
  t.end();
});

t.test("a package of the same repository may hold the SDK", (t) => {
  const node_modules = {
    "@acme": {
      telemetry: {
        "package.json": JSON.stringify({
          name: "@acme/telemetry",
          dependencies: { "@opentelemetry/sdk-node": "0.223.0" },
        }),
      },
    },
  };
  const local = mainFile(t, { "@acme/telemetry": "workspace:*" }, { node_modules });
  t.equal(findSdkDependency(local), "@opentelemetry/sdk-node");
  t.end();
});

t.test("what a published package depends on says nothing of the app", (t) => {
  const node_modules = {
    pubsub: {
      "package.json": JSON.stringify({
        name: "pubsub",
        dependencies: { "@opentelemetry/sdk-trace-base": "2.0.0" },
      }),
    },
  };
  t.equal(findSdkDependency(mainFile(t, { pubsub: "^5.0.0" }, { node_modules })), undefined);
  t.end();
});

t.test("no package.json and no main file are no SDK", (t) => {
  t.equal(findSdkDependency(undefined), undefined);
  t.equal(findSdkDependency("/nowhere/at/all/main.js"), undefined);
  t.end();
});
