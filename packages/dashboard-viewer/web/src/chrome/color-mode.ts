/** Light or dark. */
export type ColorMode = "light" | "dark";

const KEY = "plimsoll-color-mode";

/** What the address says (`?theme=light`), else what was chosen last, else what the system prefers. */
export function colorMode(): ColorMode {
  const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem(KEY);
  if (asked === "light" || asked === "dark") return asked;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

/** Remembers a choice and loads the page anew: charts take their colours when they are made. */
export function chooseColorMode(mode: ColorMode): void {
  localStorage.setItem(KEY, mode);
  const url = new URL(location.href);
  url.searchParams.delete("theme");
  location.replace(url);
}
