import type { HolderSnapshot, PoolSnapshot, WaiterSnapshot } from "@plimsoll/pool-observer";
import { Html, html } from "./html.ts";
import { durationInWords } from "./words.ts";

/** Who holds, longest first. */
export function holdersTable({ holders, holdersLeftOut }: PoolSnapshot): Html {
  if (holders.length === 0) return html`<p class="faint">Nobody holds a connection.</p>`;
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th>held for</th>
            <th>query</th>
            <th>route</th>
            <th>asked for at</th>
            <th>last query</th>
            <th>transaction</th>
            <th>backend pid</th>
            <th>trace id</th>
          </tr>
        </thead>
        <tbody>
          ${holders.map(holderRow)}
        </tbody>
      </table>
    </div>
    ${holders.some(({ callSite }) => callSite === null) && UNKNOWN_CALL_SITES}
    ${holdersLeftOut > 0 && html`<p class="faint">and ${holdersLeftOut} more, held for less long</p>`}`;
}

const UNKNOWN_CALL_SITES = html`<p class="faint">
  Where the app asked is noted once more than 70 % of the connections are in use.
</p>`;

function holderRow(holder: HolderSnapshot): Html {
  return html`<tr>
    ${cell("held for", html`${durationInWords(holder.heldSeconds)} ${marks(holder)}`, "short")}
    ${cell("query", doing(holder), "short")} ${cell("route", code(holder.route))}
    ${cell("asked for at", code(holder.callSite), "site")} ${cell("last query", code(holder.query))}
    ${cell("transaction", transactionOf(holder))}
    ${cell("backend pid", holder.backendPid, "number")}
    ${cell("trace id", code(holder.traceId), "id")}
  </tr>`;
}

function transactionOf({ transaction }: HolderSnapshot): Html | string | null {
  if (transaction === null || transaction === "idle") return transaction && "none";
  return html`<span class="warn">${transaction}</span>`;
}

function marks({ isLeakSuspect, isListening }: HolderSnapshot): Html {
  if (isLeakSuspect) return html`<span class="badge bad">leak suspect</span>`;
  return isListening ? html`<span class="badge faint">listens</span>` : html``;
}

function doing({ parkedSeconds }: HolderSnapshot): string {
  return parkedSeconds === null ? "running" : `none for ${durationInWords(parkedSeconds)}`;
}

/** Who waits, by route, most first. */
export function waitersTable({ waiters, waitersLeftOut }: PoolSnapshot): Html {
  if (waiters.length === 0) return html`<p class="faint">Nobody waits.</p>`;
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th>route</th>
            <th>requests</th>
            <th>oldest for</th>
            <th>already hold one</th>
          </tr>
        </thead>
        <tbody>
          ${waiters.map(waiterRow)}
        </tbody>
      </table>
    </div>
    ${waitersLeftOut > 0 && html`<p class="faint">and ${waitersLeftOut} requests of other routes</p>`}`;
}

function waiterRow({ route, count, oldestSeconds, nested }: WaiterSnapshot): Html {
  return html`<tr>
    ${cell("route", code(route))} ${cell("requests", count, "number")}
    ${cell("oldest for", durationInWords(oldestSeconds), "short")}
    ${cell("already hold one", nested, "number")}
  </tr>`;
}

/** What is not known is a dash, and left out on a phone. */
function cell(label: string, value: Html | string | number | null, kind = ""): Html {
  const isKnown = value !== null;
  return html`<td class="${kind}${isKnown ? "" : " none"}" data-label="${label}">
    ${isKnown ? html`<span>${value}</span>` : "–"}
  </td>`;
}

function code(text: string | null): Html | null {
  return text === null ? null : html`<code>${text}</code>`;
}
