import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Card, useStyles2 } from "@grafana/ui";
import type { JSX } from "react";
import type { DashboardJson } from "../source/viewer-data.ts";
import { AlertList } from "./alert-list.tsx";
import { Header } from "./header.tsx";

/** Every dashboard that the viewer was given. */
export function DashboardList({
  dashboards,
}: {
  readonly dashboards: readonly DashboardJson[];
}): JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <>
      <Header links={[]} search="" title="Dashboards" />
      <AlertList />
      <main className={styles}>
        {dashboards.map(({ uid, title, description }) => (
          <Card href={`/d/${encodeURIComponent(uid)}`} key={uid} noMargin>
            <Card.Heading>{title}</Card.Heading>
            {description !== undefined && <Card.Description>{description}</Card.Description>}
          </Card>
        ))}
      </main>
    </>
  );
}

function getStyles(theme: GrafanaTheme2): string {
  return css({
    display: "grid",
    gap: theme.spacing(2),
    gridTemplateColumns: "repeat(auto-fill, minmax(320px, 1fr))",
    padding: theme.spacing(2),
  });
}
