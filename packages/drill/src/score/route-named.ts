import type { ReceivedPage } from "./received-page.ts";

const ANNOTATIONS = ["description", "evidence", "do_first"] as const;

/**
 * The words with which `page` names `route`: the route, after its method when the page says that too (`POST /transfers`);
 * undefined when it does not name it. A longer route (`/transfers/:id`) is another one.
 */
export function routeNamedBy(page: ReceivedPage, route: string): string | undefined {
  // RegExp.escape is not in Node 22.
  const escaped = route.replaceAll(/[^\w/]/g, String.raw`\$&`);
  const pattern = new RegExp(String.raw`(?:\b[A-Z]{3,7} )?(?<![\w/])${escaped}(?![\w/:-])`);
  for (const annotation of ANNOTATIONS) {
    const found = pattern.exec(page.alert.annotations[annotation] ?? "");
    if (found) return found[0];
  }
  return undefined;
}
