export { readDashboards, type ViewerDashboard } from "./read-dashboards.ts";
export { startViewer, type Viewer, type ViewerOptions } from "./start-viewer.ts";
export { type IncidentTimes, timelineOf, type TimelineEvent } from "./timeline.ts";
export { ViewerError } from "./viewer-error.ts";
