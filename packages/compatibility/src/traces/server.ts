import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { until } from "../until.ts";

/** A program that serves until it is stopped. */
export interface Server {
  /** Ends it and waits until it has gone. */
  readonly stop: () => Promise<void>;
}

export interface ServerToStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Answers with a status of 200 as soon as the program serves. */
  readonly health: string;
}

const READY_SECONDS = 20;
const KEPT_CHARACTERS = 4000;

/**
 * Starts a program of the PATH and waits until it serves.
 *
 * @throws Error with its last words when it does not
 */
export async function startServer({ command, args, env, health }: ServerToStart): Promise<Server> {
  const child = spawn(command, args, {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  const keep = (text: string) => (words = (words + text).slice(-KEPT_CHARACTERS));
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  child.once("error", (error) => keep(error.message));
  const stop = () => stopChild(child);
  // A test that fails early must not leave it behind.
  process.once("exit", () => child.kill("SIGKILL"));
  const isReady = await until(
    READY_SECONDS,
    () => isServing(health),
    (serves) => serves || hasEnded(child),
  );
  if (isReady && !hasEnded(child)) return { stop };
  await stop();
  throw new Error(`${command} does not serve ${health}. Its last words:\n${words}`);
}

/** `count` different ports of 127.0.0.1 that were free a moment ago, each as `127.0.0.1:<port>`. */
export async function freeAddresses(count: number): Promise<string[]> {
  // All are held until all are known: so they differ.
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const addresses = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, "close");
    }),
  );
  return addresses;
}

async function isServing(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}
