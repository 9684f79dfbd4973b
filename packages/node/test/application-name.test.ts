import t from "tap";
import { applicationName } from "../src/application-name.ts";

t.test("connections are named after the service: variables first, then package.json", (t) => {
  const dir = t.testdir({ "package.json": JSON.stringify({ name: "money" }), "main.js": "" });
  const main = `${dir}/main.js`;
  t.teardown(() => {
    delete process.env["OTEL_SERVICE_NAME"];
    delete process.env["OTEL_RESOURCE_ATTRIBUTES"];
  });
  t.same(applicationName({}, main), { applicationName: "money" });
  process.env["OTEL_RESOURCE_ATTRIBUTES"] = "team=pay,service.name=ledger";
  t.same(applicationName({}, main), { applicationName: "ledger" });
  process.env["OTEL_SERVICE_NAME"] = "payments";
  t.same(applicationName({}, main), { applicationName: "payments" });
  t.same(applicationName({ PLIMSOLL_APPLICATION_NAME: "true" }, main), {
    applicationName: "payments",
  });
  t.end();
});

t.test("PLIMSOLL_APPLICATION_NAME=false, or no name at all, names nothing", (t) => {
  const dir = t.testdir({ "package.json": JSON.stringify({ name: "money" }) });
  t.same(applicationName({ PLIMSOLL_APPLICATION_NAME: "false" }, `${dir}/main.js`), {});
  t.same(applicationName({}, undefined), {});
  t.end();
});
