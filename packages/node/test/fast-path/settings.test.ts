import t from "tap";
import { checkEnvironment, formatFinding } from "../../src/environment.ts";
import { quorumOf, readFastPath } from "../../src/fast-path/settings.ts";

const URL_ALONE = { PLIMSOLL_ALERTMANAGER_URL: "https://am:9093/prefix" };

t.test("the fast path is off unless its variable is set", (t) => {
  t.equal(readFastPath({ PLIMSOLL_INSTANCES: "3" }, []), undefined);
  t.equal(readFastPath({ PLIMSOLL_ALERTMANAGER_URL: "" }, []), undefined);
  t.end();
});

t.test("the number of instances is no guess", (t) => {
  t.equal(readFastPath(URL_ALONE, []), "instances missing");
  t.equal(readFastPath({ ...URL_ALONE, PLIMSOLL_INSTANCES: "" }, []), "instances missing");
  t.end();
});

t.test("every variable is read", (t) => {
  const env = {
    PLIMSOLL_ALERTMANAGER_URL: "http://am-0:9093, http://am-1:9093",
    PLIMSOLL_ALERTMANAGER_LABELS: "cluster=eu, team = payments core",
    PLIMSOLL_ALERTMANAGER_TOKEN_FILE: "/run/secrets/token",
    PLIMSOLL_INSTANCES: "12",
  };
  t.match(readFastPath(env, []), {
    urls: [new URL("http://am-0:9093"), new URL("http://am-1:9093")],
    labels: { cluster: "eu", team: "payments core" },
    tokenFile: "/run/secrets/token",
    instances: 12,
  });
  t.equal(
    readFastPath(env, ["PLIMSOLL_ALERTMANAGER_LABELS"]),
    undefined,
    "wrong labels page twice",
  );
  t.end();
});

t.test("values that make no sense are refused, and a password is not shown", (t) => {
  for (const [key, value] of [
    ["PLIMSOLL_ALERTMANAGER_URL", "am:9093"],
    ["PLIMSOLL_ALERTMANAGER_URL", "http://am:9093?x=1"],
    ["PLIMSOLL_ALERTMANAGER_URL", "http://am:9093,"],
    ["PLIMSOLL_ALERTMANAGER_URL", Array.from({ length: 6 }, () => "http://am").join()],
    ["PLIMSOLL_ALERTMANAGER_LABELS", "cluster"],
    ["PLIMSOLL_ALERTMANAGER_LABELS", "0x=1"],
    ["PLIMSOLL_ALERTMANAGER_LABELS", "severity=ticket"],
    ["PLIMSOLL_ALERTMANAGER_LABELS", "a=1,a=2"],
    ["PLIMSOLL_ALERTMANAGER_TOKEN_FILE", "/no/such/file"],
    ["PLIMSOLL_INSTANCES", "0"],
    ["PLIMSOLL_INSTANCES", "many"],
  ] as const)
    t.equal(checkEnvironment({ [key]: value }).length, 1, `${key}=${value}`);
  const [finding] = checkEnvironment({ PLIMSOLL_ALERTMANAGER_URL: "ftp://u:hunter2@am" });
  t.equal(
    formatFinding(finding!),
    "plimsoll: PLIMSOLL_ALERTMANAGER_URL must be a comma-separated list of at most five URLs that begin with http:// or https:// and have no query, got another value. The fast path is off. Correct it, or unset it.",
  );
  t.end();
});

t.test("more than a tenth of the instances must see a stall, as in the rule", (t) => {
  const quorums = [1, 9, 10, 19, 20, 100, 1000].map(quorumOf);
  t.same(quorums, [1, 1, 2, 2, 3, 11, 101]);
  t.end();
});
