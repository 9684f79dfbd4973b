// Runs between us and a PostgreSQL server, as a process of its own, so that the server ends with us
// however we end: our end of the pipe to its stdin closes even when we are killed.
// Arguments: "uid:gid" or "", the program, its arguments. Input: "stop" = fast shutdown; end of
// input = immediate shutdown.
import { spawn } from "node:child_process";

const [owner = "", file = "", ...args] = process.argv.slice(2);
const [uid, gid] = owner.split(":").map(Number);
const server = spawn(file, args, {
  stdio: ["ignore", "ignore", "inherit"],
  ...(owner !== "" && { uid, gid }),
});
server.once("error", (error) => {
  process.stderr.write(`${file}: ${error.message}\n`);
  process.exit(1);
});
server.once("exit", (code) => process.exit(code ?? 1));

// Signals and their meaning: https://www.postgresql.org/docs/18/server-shutdown.html
process.stdin.on("data", () => server.kill("SIGINT"));
process.stdin.on("end", endAtOnce);
process.stdin.on("error", endAtOnce);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => server.kill("SIGINT"));
}

function endAtOnce() {
  server.kill("SIGQUIT");
  // A drill may have stopped it (SIGSTOP); it heeds no other signal until it goes on.
  server.kill("SIGCONT");
}
