import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { UrlSyncContextProvider } from "@grafana/scenes";
import { useStyles2 } from "@grafana/ui";
import { type JSX, useState } from "react";
import { buildScene } from "../scene/build-scene.ts";
import type { DashboardJson, TimelineEvent } from "../source/viewer-data.ts";
import { AlertList } from "./alert-list.tsx";
import { DrillTimeline } from "./drill-timeline.tsx";
import { Header } from "./header.tsx";
import { useSearch } from "./use-search.ts";

/** One dashboard, with what fires above it; alone with `?kiosk=1` in the address, as Grafana has it for a wall. */
export function DashboardPage({
  dashboard,
  timeline,
}: {
  readonly dashboard: DashboardJson;
  readonly timeline: readonly TimelineEvent[];
}): JSX.Element {
  const styles = useStyles2(getStyles);
  const search = useSearch();
  const isKiosk = new URLSearchParams(search).has("kiosk");
  const [scene] = useState(() => buildScene(dashboard, timeline.length > 0));
  return (
    <>
      {!isKiosk && (
        <>
          <Header links={dashboard.links ?? []} search={search} title={dashboard.title} />
          <AlertList />
        </>
      )}
      {!isKiosk && timeline.length > 0 && <DrillTimeline timeline={timeline} />}
      <main className={styles}>
        <UrlSyncContextProvider scene={scene} updateUrlOnInit>
          <scene.Component model={scene} />
        </UrlSyncContextProvider>
      </main>
    </>
  );
}

function getStyles(theme: GrafanaTheme2): string {
  return css({ padding: theme.spacing(1, 2, 4) });
}
