import "@plimsoll/node";
import { readConfig } from "./config.ts";
import { errorFacts, invalidInput, MoneyError } from "./errors.ts";
import { type Money, startMoney } from "./server.ts";

async function main(): Promise<void> {
  try {
    const config = readConfig(process.env);
    const money = await startMoney(config);
    process.once("SIGTERM", () => void stop(money));
    process.once("SIGINT", () => void stop(money));
    console.log(`money listening on ${money.url}`);
  } catch (error) {
    console.error(`money: ${explain(error)}`);
    process.exit(error instanceof MoneyError ? 2 : 1);
  }
}

const EXIT_SECONDS = 1;

async function stop(money: Money): Promise<void> {
  await money.close();
  // Usually nothing is left to wait for, and Node exits by itself after its exit hooks (an exporter's last flush).
  // The sockets of leaked clients would keep it alive: hence the timer, which alone does not.
  process.exitCode = 0;
  setTimeout(() => process.exit(0), EXIT_SECONDS * 1000).unref();
}

function explain(error: unknown): string {
  const { code, message } = errorFacts(error);
  if (code !== "EADDRINUSE") return message;
  return invalidInput("PORT", "a free port (0 = any)", process.env["PORT"] || "3000").message;
}

void main();
