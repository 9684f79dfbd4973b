import {
  type AnnotationEvent,
  type AnnotationQuery,
  type DataFrame,
  FieldType,
} from "@grafana/data";
import { SOURCE_UID } from "./source-uid.ts";
import type { TimelineEvent } from "./viewer-data.ts";

/** Colours of the moments, as on the drill's report. */
export const EVENT_COLORS: Readonly<Record<TimelineEvent["kind"], string>> = {
  fault: "orange",
  page: "#14b8a6",
  error: "red",
};

const NAME = "Drill";

/** The annotation that marks a drill's moments on every chart; no dashboard has it, the viewer adds it. */
export const TIMELINE_ANNOTATION: AnnotationQuery = {
  name: NAME,
  enable: true,
  iconColor: EVENT_COLORS.page,
  datasource: { uid: SOURCE_UID },
  target: { refId: "timeline", queryType: NAME },
};

/** Whether a query asks for the drill's moments, not for Prometheus' series. */
export function isTimeline(query: object): boolean {
  return "name" in query && query.name === NAME && !("expr" in query);
}

/** The moments as annotations. */
export function timelineAnnotations(timeline: readonly TimelineEvent[]): AnnotationEvent[] {
  return timeline.map(({ at, kind, text }) => ({
    time: at * 1000,
    title: text,
    // scenes gives each event the annotation's one colour: the kind tells the mark its own.
    tags: [kind],
    annotation: TIMELINE_ANNOTATION,
    source: TIMELINE_ANNOTATION,
  }));
}

/** A frame, because scenes 8.19.0 (standardAnnotationQuery.js:98) takes no frame for no event. */
export function timelineFrames(timeline: readonly TimelineEvent[]): DataFrame[] {
  const values = timeline.map(({ at }) => at * 1000);
  const field = { name: "Time", type: FieldType.time, config: {}, values };
  return [{ refId: "timeline", fields: [field], length: values.length }];
}
