import type { DashboardLink } from "../source/viewer-data.ts";

/** Where a link of a dashboard leads: with the variables and the time range of the page, where the link says so. */
export function linkAddress(
  { url = "/", includeVars, keepTime }: DashboardLink,
  search: string,
): string {
  const kept = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) {
    const isTime = name === "from" || name === "to" || name === "timezone";
    if (isTime ? keepTime === true : includeVars === true && name.startsWith("var-")) {
      kept.append(name, value);
    }
  }
  const parameters = kept.toString();
  if (parameters === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${parameters}`;
}
