// The webhook receiver on its own, for compose.yaml: prints each page as on-call would read it.
// HOST  address to listen on, 127.0.0.1 unless told
// PORT  port to listen on, 9094 unless told; 0 = any free one
import { pageLines } from "./pager/page-lines.ts";
import { type Channel, startPager } from "./pager/pager-server.ts";
import type { ReceivedNotification } from "./score/received-page.ts";

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const host = readHost(env["HOST"] || "127.0.0.1");
    const port = readPort(env["PORT"] || "9094");
    const pager = await startPager({ host, port, onNotification: print });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void pager.close());
    }
    console.log(`pager listening on ${pager.url}`);
  } catch (error) {
    console.error(`pager: ${explain(error, env)}`);
    process.exitCode = 1;
  }
}

function print(channel: Channel, { at, alerts }: ReceivedNotification): void {
  for (const alert of alerts) console.log(`\n${pageLines(alert, at).join("\n")}`);
  if (alerts.length === 0) console.log(`pager: an empty notification on /${channel}`);
}

function readHost(text: string): string {
  if (/^[\w.:-]{1,253}$/.test(text)) return text;
  throw new Error(`HOST must be an IP address or a host name, got ${JSON.stringify(text)}`);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`PORT must be an integer from 0 to 65535, got ${JSON.stringify(text)}`);
}

function explain(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return String(error);
  if (!("code" in error) || error.code !== "EADDRINUSE") return error.message;
  return `PORT ${env["PORT"] || 9094} is taken. Set PORT to a free one.`;
}

void main(process.env);
