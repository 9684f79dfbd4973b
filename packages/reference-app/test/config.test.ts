import t from "tap";
import { readConfig } from "../src/config.ts";

const DATABASE_URL = "postgres://ann:secret@127.0.0.1:5432/money";

t.test("the configuration has defaults for all but DATABASE_URL", async (t) => {
  const expected = {
    databaseUrl: DATABASE_URL,
    host: "127.0.0.1",
    port: 3000,
    poolMax: 10,
    acquireTimeoutMs: 5000,
    hasFaults: false,
    shedsLoad: false,
    cacheSeconds: 0,
  };
  t.strictSame(readConfig({ DATABASE_URL }), expected);
  t.strictSame(readConfig({ DATABASE_URL, PORT: "", MONEY_FAULTS: "0" }), expected);
});

t.test("the configuration takes every variable", async (t) => {
  const config = readConfig({
    DATABASE_URL,
    HOST: "::1",
    PORT: "0",
    MONEY_POOL_MAX: "1",
    MONEY_ACQUIRE_TIMEOUT_MS: "0",
    MONEY_FAULTS: "1",
    MONEY_SHED_LOAD: "1",
    MONEY_CACHE_SECONDS: "60",
  });
  t.match(config, { host: "::1", port: 0, poolMax: 1, acquireTimeoutMs: 0 });
  t.match(config, { hasFaults: true, shedsLoad: true, cacheSeconds: 60 });
});

t.test("a wrong variable is refused with its key, the rule and the value", async (t) => {
  const wrong: [string, string, string][] = [
    ["PORT", "65536", 'PORT must be an integer from 0 to 65535, got "65536"'],
    ["PORT", "http", 'PORT must be an integer from 0 to 65535, got "http"'],
    ["HOST", "a b", 'HOST must be an IP address or a host name, got "a b"'],
    [
      "MONEY_POOL_MAX",
      "0",
      'MONEY_POOL_MAX must be an integer from 1 to 1000 (connections), got "0"',
    ],
    [
      "MONEY_POOL_MAX",
      "1.5",
      'MONEY_POOL_MAX must be an integer from 1 to 1000 (connections), got "1.5"',
    ],
    [
      "MONEY_ACQUIRE_TIMEOUT_MS",
      "-1",
      'MONEY_ACQUIRE_TIMEOUT_MS must be an integer from 0 to 600000 (milliseconds, 0 waits for ever), got "-1"',
    ],
    ["MONEY_FAULTS", "yes", 'MONEY_FAULTS must be 0 or 1, got "yes"'],
  ];
  for (const [key, value, message] of wrong) {
    t.throws(() => readConfig({ DATABASE_URL, [key]: value }), {
      message,
      code: "MONEY_INVALID_INPUT",
      details: { key, value },
    });
  }
});

t.test("a wrong DATABASE_URL is refused without showing a password", async (t) => {
  const rule = "DATABASE_URL must be a URL such as postgres://user@127.0.0.1:5432/money, got";
  t.throws(() => readConfig({}), { message: `${rule} nothing` });
  t.throws(() => readConfig({ DATABASE_URL: "ann:secret" }), { message: `${rule} "ann:"` });
  t.throws(() => readConfig({ DATABASE_URL: "//ann:secret@" }), { message: `${rule} "no URL"` });
  t.throws(() => readConfig({ DATABASE_URL: "mysql://ann:secret@x/y" }), {
    message: `${rule} "mysql:"`,
  });
});
