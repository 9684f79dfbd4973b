import "./page.css";
import { type DataSourceInstanceSettings, ThemeContext } from "@grafana/data";
import { locationService, LocationServiceProvider } from "@grafana/runtime";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import type { JSX } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router-dom";
import { colorMode } from "./chrome/color-mode.ts";
import { DashboardList } from "./chrome/dashboard-list.tsx";
import { DashboardPage } from "./chrome/dashboard-page.tsx";
import { TracesPage } from "./chrome/traces-page.tsx";
import { setUpGrafana } from "./grafana/set-up-grafana.ts";
import { PrometheusSource } from "./source/prometheus-source.ts";
import { SOURCE_UID } from "./source/source-uid.ts";
import { loadViewerData, type ViewerData } from "./source/viewer-data.ts";

const data = await loadViewerData();
const settings = {
  id: 1,
  uid: SOURCE_UID,
  name: "Prometheus",
  type: "prometheus",
  access: "proxy",
  readOnly: true,
  jsonData: {},
  meta: { id: "prometheus", name: "Prometheus" },
} as DataSourceInstanceSettings;
const source = new PrometheusSource(settings, data.scrapeIntervalSeconds, data.timeline);
const theme = await setUpGrafana(source, settings, colorMode());

createRoot(document.querySelector("#root")!).render(
  <ThemeContext.Provider value={theme}>
    <LocationServiceProvider service={locationService}>
      <BrowserRouter>
        <GlobalStyles />
        <Place data={data} />
        <PortalContainer />
      </BrowserRouter>
    </LocationServiceProvider>
  </ThemeContext.Provider>,
);

/** One page per address; a link to another loads that page anew. */
function Place({ data }: { readonly data: ViewerData }): JSX.Element {
  const { pathname, search } = location;
  if (pathname === "/explore") return <TracesPage search={search} />;
  const uid = decodeURIComponent(pathname.replace(/^\/d\//, "").replace(/\/.*$/, ""));
  const dashboard = data.dashboards.find((one) => one.uid === uid);
  if (dashboard === undefined) return <DashboardList dashboards={data.dashboards} />;
  document.title = dashboard.title;
  return <DashboardPage dashboard={dashboard} timeline={data.timeline} />;
}
