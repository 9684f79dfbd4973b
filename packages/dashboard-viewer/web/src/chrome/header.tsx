import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { LinkButton, ToolbarButton, useStyles2, useTheme2 } from "@grafana/ui";
import type { JSX } from "react";
import type { DashboardLink } from "../source/viewer-data.ts";
import { chooseColorMode } from "./color-mode.ts";
import { linkAddress } from "./link-address.ts";

/** The top of each page: where one is, and where one can go. `search` is the address' query. */
export function Header({
  title,
  links,
  search,
}: {
  readonly title: string;
  readonly links: readonly DashboardLink[];
  readonly search: string;
}): JSX.Element {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  return (
    <header className={styles.bar}>
      <a className={styles.home} href="/" title="All dashboards">
        <img alt="" height={24} src="/plimsoll.svg" width={24} />
        Plimsoll
      </a>
      <h1 className={styles.title}>{title.replace(/^Plimsoll \/ /, "")}</h1>
      <DashboardLinks links={links} search={search} />
      <ToolbarButton
        aria-label={isDark ? "Light colours" : "Dark colours"}
        icon="palette"
        onClick={() => chooseColorMode(isDark ? "light" : "dark")}
        variant="canvas"
      />
    </header>
  );
}

function DashboardLinks({
  links,
  search,
}: {
  readonly links: readonly DashboardLink[];
  readonly search: string;
}): JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <nav aria-label="Dashboards" className={styles.links}>
      {links.map((link) => (
        <LinkButton
          fill="text"
          href={linkAddress(link, search)}
          key={link.title}
          size="sm"
          variant="secondary"
          {...(link.tooltip !== undefined && link.tooltip !== "" && { tooltip: link.tooltip })}
          {...(link.targetBlank === true && { target: "_blank", icon: "external-link-alt" })}
        >
          {link.title}
        </LinkButton>
      ))}
    </nav>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    bar: css({
      alignItems: "center",
      background: theme.colors.background.primary,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      display: "flex",
      flexWrap: "wrap",
      gap: theme.spacing(1, 2),
      padding: theme.spacing(1, 2),
    }),
    home: css({
      alignItems: "center",
      display: "flex",
      fontWeight: theme.typography.fontWeightMedium,
      gap: theme.spacing(1),
    }),
    title: css({ fontSize: theme.typography.h4.fontSize, margin: 0 }),
    links: css({ display: "flex", flexGrow: 1, flexWrap: "wrap", justifyContent: "flex-end" }),
  };
}
