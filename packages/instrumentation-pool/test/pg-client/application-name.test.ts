import t from "tap";
import { nameConnection, setApplicationName } from "../../src/pg-client/application-name.ts";

t.teardown(() => setApplicationName(undefined));

function fallbackOf(name: string | undefined, given: Record<string, unknown> = {}): unknown {
  setApplicationName(name);
  const connectionParameters: Record<string, unknown> = { ...given };
  nameConnection({ connectionParameters });
  return connectionParameters["fallback_application_name"];
}

t.test("the name is cut to what PostgreSQL stores: 63 bytes of printable ASCII", (t) => {
  t.equal(fallbackOf("money"), "money");
  t.equal(fallbackOf("@acme/money api"), "@acme/money api");
  t.equal(fallbackOf("café\n💰"), "caf???");
  t.equal(fallbackOf("x".repeat(80)), "x".repeat(63));
  t.end();
});

t.test("a service without a name gives none", (t) => {
  for (const name of [undefined, "", "unknown_service", "unknown_service:node"])
    t.equal(fallbackOf(name), undefined, String(name));
  t.equal(fallbackOf("unknown_services"), "unknown_services");
  t.end();
});

t.test("what the app gives is left alone", (t) => {
  t.equal(fallbackOf("money", { application_name: "own" }), undefined);
  t.equal(fallbackOf("money", { fallback_application_name: "own" }), "own");
  t.equal(fallbackOf("money", { options: "-c application_name=own" }), undefined);
  t.equal(fallbackOf("money", { options: "-c search_path=a" }), "money");
  t.end();
});

t.test("a client with no connection parameters is left alone", (t) => {
  setApplicationName("money");
  const client = {};
  nameConnection(client);
  t.same(client, {});
  t.end();
});
