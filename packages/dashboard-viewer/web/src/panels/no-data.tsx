import { css } from "@emotion/css";
import type { FieldConfigSource, GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import type { JSX } from "react";

/** What a panel without a value shows: the words that its field configuration has for that, else "No data", as in Grafana. */
export function NoData({ fieldConfig }: { readonly fieldConfig: FieldConfigSource }): JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles} data-no-data="">
      {fieldConfig.defaults.noValue ?? "No data"}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2): string {
  return css({
    alignItems: "center",
    color: theme.colors.text.secondary,
    display: "flex",
    height: "100%",
    justifyContent: "center",
    textAlign: "center",
  });
}
