/** Text that is HTML already. */
export interface Html {
  readonly markup: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** `text` as it may stand in HTML, between tags and in quoted attributes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Marks `markup` as HTML that is safe as it is. */
export function trusted(markup: string): Html {
  return { markup };
}

/** A template whose values are escaped, unless they are {@link Html}; an array is its items one after the other. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const markup = parts.map((part, index) => {
    const value = values[index];
    return part + (value === undefined ? "" : markupOf(value));
  });
  return { markup: markup.join("") };
}

function markupOf(value: string | number | Html | readonly Html[]): string {
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  if (isHtml(value)) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

function isHtml(value: Html | readonly Html[]): value is Html {
  return "markup" in value;
}
