/** How an app is written, and how it loads Plimsoll. */
export interface Way {
  readonly form: "ESM" | "CommonJS";
  readonly load: "first" | "--import";
}

/** Every way, in the order of the page's columns. */
export const WAYS: readonly Way[] = [
  { form: "ESM", load: "first" },
  { form: "ESM", load: "--import" },
  { form: "CommonJS", load: "first" },
  { form: "CommonJS", load: "--import" },
];

export function wayName({ form, load }: Way): string {
  return `${form} ${load}`;
}
