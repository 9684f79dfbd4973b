import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";

/**
 * Defects of @grafana/grafana-foundation-sdk 0.0.21, mended in this one place. Two more are avoided elsewhere: its automatic
 * layout overflows the grid and gives every row id 0 (see `layout.ts`), and `build()` hands out the builder's own object
 * (builders are never kept).
 */
export function repairPanel(panel: Panel): Panel {
  const options = { ...(panel.options as Record<string, unknown> | undefined) };
  // Grafana's tables have no `footer` option any more: it moved to a field option.
  if (panel.type === "table") delete options["footer"];
  const defaults = panel.fieldConfig?.defaults;
  if (panel.type === "timeseries" && defaults?.color === undefined) {
    throw new Error(
      `${panel.title}: has no colour mode, and the SDK sets none. Call colorScheme().`,
    );
  }
  return { ...panel, options };
}

/** Query variables carry the fields of interval variables: noise in every diff. */
export function repairVariable(variable: object): object {
  return without(variable, ["auto", "auto_min", "auto_count", "skipUrlSync"]);
}

/** Links and annotations default to a place inside a menu, where nobody sees them; without the key they show. */
export function repairPlacement<T extends object>(item: T): T {
  return without(item, ["placement"]) as T;
}

/** A data link. The SDK's builder makes a dashboard link of it, with keys that Grafana does not know there. */
export function dataLink(title: string, url: string): DataLink {
  return { title, url, targetBlank: !url.startsWith("/d/") };
}

export interface DataLink {
  readonly title: string;
  readonly url: string;
  readonly targetBlank: boolean;
}

function without(item: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key)));
}
