import {
  type AnnotationQuery,
  AnnotationQueryBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { COLOR } from "./colors.ts";
import { DATASOURCE } from "./panel.ts";
import { firing, recorded } from "./promql.ts";
import { repairPlacement } from "./sdk-repairs.ts";

/** Pages in red, tickets in yellow, of the services that `matchers` choose. */
export function alertAnnotations(matchers: string): AnnotationQuery[] {
  return [
    annotation("Pages", COLOR.hurt, firing(`severity="page",${matchers}`), ALERT_TEXT),
    annotation("Tickets", COLOR.demand, firing(`severity="ticket",${matchers}`), ALERT_TEXT),
  ];
}

/**
 * Instances that came or went: a deploy, a restart, a crash, a scale-out. Over the rate interval and not the interval, which is
 * shorter than two samples when the reader zooms in.
 */
export function instanceAnnotations(matchers: string): AnnotationQuery[] {
  const expr = `changes(${recorded("instances", matchers)}[$__rate_interval]) > 0`;
  const text = { title: "Instances changed", text: "{{service}} / {{pool}}", tags: "service,pool" };
  return [annotation("Instances come and go", COLOR.used, expr, text)];
}

interface Text {
  readonly title: string;
  readonly text: string;
  readonly tags: string;
}

const ALERT_TEXT: Text = {
  title: "{{alertname}}",
  text: "{{service}} / {{pool}}: {{cause}}",
  tags: "severity,cause",
};

function annotation(
  name: string,
  color: string,
  expr: string,
  { title, text, tags }: Text,
): AnnotationQuery {
  const built = new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .titleFormat(title)
    .textFormat(text)
    .tagKeys(tags)
    .build();
  return repairPlacement(built);
}
