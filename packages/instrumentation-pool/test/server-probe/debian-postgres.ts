import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { Test } from "tap";
import { until } from "../database.ts";

const run = promisify(execFile);

/** Where Debian's package keeps the newest PostgreSQL with all of its programs; undefined when it is not installed. */
const BINARIES: string | undefined = findBinaries();

/** The options of a test that starts and stops servers of its own. */
export const needsDebianPostgres: { skip: string | false } = {
  skip:
    BINARIES === undefined &&
    "no initdb and pg_basebackup in /usr/lib/postgresql: `apt-get install postgresql`",
};

function findBinaries(): string | undefined {
  const home = "/usr/lib/postgresql";
  if (!existsSync(home)) return undefined;
  const versions = readdirSync(home).toSorted((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(home, version, "bin"))
    .find((bin) => ["initdb", "postgres", "pg_basebackup"].every((p) => existsSync(join(bin, p))));
}

/** PostgreSQL refuses to run as root. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  const [, , uid, gid] = users.find((line) => line.startsWith("nobody:"))?.split(":") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A PostgreSQL of the test's own on 127.0.0.1, with a superuser `money` who needs no password; gone at the test's end. */
export class DebianPostgres {
  readonly port: number;
  readonly #folder: string;
  #server: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** A new, empty server, started. */
  static async create(t: Test): Promise<DebianPostgres> {
    const server = await DebianPostgres.#prepare(t);
    await server.#program("initdb", "-D", server.#data, "-U", "money", "-A", "trust", "--no-sync");
    await server.start();
    return server;
  }

  /** A streaming standby of `primary`, started. */
  static async standbyOf(t: Test, primary: DebianPostgres): Promise<DebianPostgres> {
    const server = await DebianPostgres.#prepare(t);
    const source = `host=127.0.0.1 port=${primary.port} user=money`;
    const args = ["-d", source, "-D", server.#data, "-R", "--checkpoint=fast", "--no-sync"];
    await server.#program("pg_basebackup", ...args);
    await server.start();
    return server;
  }

  static async #prepare(t: Test): Promise<DebianPostgres> {
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-debian-pg-"));
    const user = owner();
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const server = new DebianPostgres(await freePort(), folder);
    t.teardown(async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    return server;
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  get options(): pg.PoolConfig & { host: string; port: number } {
    return {
      host: "127.0.0.1",
      port: this.port,
      user: "money",
      password: "",
      database: "postgres",
    };
  }

  async start(): Promise<void> {
    const settings = {
      port: this.port,
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      fsync: "off",
      // Else a primary hears of its standby every 10 s.
      wal_receiver_status_interval: "1s",
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const program = join(BINARIES ?? "", "postgres");
    this.#server = spawn(program, ["-D", this.#data, ...args], {
      stdio: "ignore",
      cwd: "/",
      ...owner(),
    });
    await until("the server takes connections", () =>
      this.ask("select 1").then(
        () => true,
        () => false,
      ),
    );
  }

  /** Fast shutdown. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null) return;
    const gone = once(server, "exit");
    server.kill("SIGINT");
    await gone;
  }

  /** The first column of the first row. */
  async ask(sql: string): Promise<unknown> {
    const client = new pg.Client(this.options);
    client.on("error", () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query({ text: sql, rowMode: "array" });
      return (rows as unknown[][])[0]?.[0];
    } finally {
      await client.end();
    }
  }

  async #program(name: string, ...args: string[]): Promise<void> {
    await run(join(BINARIES ?? "", name), args, { cwd: "/", ...owner() });
  }
}
