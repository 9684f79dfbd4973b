import type { FieldDisplay } from "@grafana/data";
import { DataLinksContextMenu } from "@grafana/ui";
import type { JSX } from "react";

/** Puts a value's data links, if it has any, behind a click on it. */
export function ValueLinks({
  value,
  children,
}: {
  readonly value: FieldDisplay;
  readonly children: JSX.Element;
}): JSX.Element {
  const { getLinks, hasLinks } = value;
  if (!hasLinks || getLinks === undefined) return children;
  return (
    <DataLinksContextMenu links={getLinks} style={{ flexGrow: 1 }}>
      {() => children}
    </DataLinksContextMenu>
  );
}
