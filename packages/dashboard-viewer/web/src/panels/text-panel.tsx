import { type PanelProps, renderTextPanelMarkdown } from "@grafana/data";
import type { JSX } from "react";

/** Options of a text panel. */
export interface TextOptions {
  readonly mode?: "markdown" | "html" | "code";
  readonly content?: string;
}

/** Grafana's text panel: Markdown, without what could run. Other modes are shown as they are written. */
export function TextPanel({ options, replaceVariables }: PanelProps<TextOptions>): JSX.Element {
  const text = replaceVariables(options.content ?? "");
  if ((options.mode ?? "markdown") !== "markdown") return <pre>{text}</pre>;
  return (
    <div
      className="markdown-html"
      // Sanitized by @grafana/data: text/markdown.d.ts.
      // oxlint-disable-next-line react/no-danger
      dangerouslySetInnerHTML={{ __html: renderTextPanelMarkdown(text) }}
    />
  );
}
