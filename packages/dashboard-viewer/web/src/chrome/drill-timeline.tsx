import { css } from "@emotion/css";
import { dateTimeFormat, type GrafanaTheme2 } from "@grafana/data";
import { useStyles2, useTheme2 } from "@grafana/ui";
import type { JSX } from "react";
import { EVENT_COLORS } from "../source/timeline-annotation.ts";
import type { TimelineEvent } from "../source/viewer-data.ts";

/** The moments of a drill in one line, each with the seconds since the first. */
export function DrillTimeline({
  timeline,
}: {
  readonly timeline: readonly TimelineEvent[];
}): JSX.Element {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [first] = timeline;
  return (
    <section aria-label="Drill">
      <ol className={styles}>
        {timeline.map(({ kind, at, text }) => (
          <li
            key={kind}
            style={{ borderColor: theme.visualization.getColorByName(EVENT_COLORS[kind]) }}
          >
            <strong>{dateTimeFormat(at * 1000, { format: "HH:mm:ss" })}</strong>{" "}
            {first !== undefined && at > first.at && `+${(at - first.at).toFixed(0)} s `}
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

function getStyles(theme: GrafanaTheme2): string {
  return css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(1, 3),
    listStyle: "none",
    margin: theme.spacing(1, 2, 0),
    "& li": { borderLeft: "4px solid", paddingLeft: theme.spacing(1) },
  });
}
