import { css } from "@emotion/css";
import { dateTimeFormat, type GrafanaTheme2 } from "@grafana/data";
import { Badge, LinkButton, useStyles2 } from "@grafana/ui";
import type { JSX } from "react";
import type { PrometheusAlert } from "../source/prometheus-api.ts";
import { useAlerts } from "./use-alerts.ts";

/** What fires now, pages first, each with its cause and what to do; the first page is open. */
export function AlertList(): JSX.Element {
  const { alerts, error } = useAlerts();
  const styles = useStyles2(getStyles);
  const firing = alerts.filter(({ state }) => state === "firing").toSorted(byUrgency);
  const pending = alerts.length - firing.length;
  return (
    <section aria-label="Alerts" aria-live="polite" className={styles.list}>
      {error !== "" && <p className={styles.error}>Alerts cannot be read: {error}</p>}
      {firing.length === 0 && error === "" && (
        <p className={styles.quiet}>No alert fires{pending > 0 ? `; ${pending} pending` : ""}.</p>
      )}
      {firing.map((alert, position) => (
        <FiringAlert
          alert={alert}
          isOpen={position === 0 && isPage(alert)}
          key={JSON.stringify(alert.labels)}
        />
      ))}
    </section>
  );
}

function FiringAlert({
  alert,
  isOpen,
}: {
  readonly alert: PrometheusAlert;
  readonly isOpen: boolean;
}): JSX.Element {
  const styles = useStyles2(getStyles);
  const { labels, annotations, activeAt } = alert;
  const { service, pool, cause } = labels;
  const where = [service, pool].filter(Boolean).join(" / ");
  const facts: [string, string | undefined][] = [
    ["What", annotations["description"]],
    ["Evidence", annotations["evidence"]],
    ["Do first", annotations["do_first"]],
    ["Do not", annotations["do_not"]],
  ];
  return (
    <details className={styles.alert} data-severity={labels["severity"]} open={isOpen}>
      <summary className={styles.summary}>
        <Badge color={isPage(alert) ? "red" : "orange"} text={labels["severity"] ?? "alert"} />
        <strong>{labels["alertname"]?.replace(/^Plimsoll/, "")}</strong>
        {where !== "" && <span>{where}</span>}
        {cause !== undefined && <span>cause: {cause}</span>}
        <span className={styles.text}>{annotations["summary"]}</span>
        <span>since {dateTimeFormat(activeAt, { format: "HH:mm:ss" })}</span>
      </summary>
      <dl className={styles.facts}>
        {facts.flatMap(([name, text]) =>
          text === undefined ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name}:`}>{text}</dd>],
        )}
      </dl>
      <AlertLinks annotations={annotations} />
    </details>
  );
}

function AlertLinks({ annotations }: Pick<PrometheusAlert, "annotations">): JSX.Element {
  const { runbook_url: runbook, dashboard_url: dashboard } = annotations;
  return (
    <p>
      {runbook !== undefined && (
        <LinkButton
          fill="text"
          href={runbook}
          icon="external-link-alt"
          rel="noreferrer"
          size="sm"
          target="_blank"
        >
          Runbook
        </LinkButton>
      )}
      {dashboard !== undefined && (
        // Its address is of the Grafana that the rules were generated for; the viewer has the same paths.
        <LinkButton fill="text" href={pathOf(dashboard)} icon="apps" size="sm">
          Dashboard
        </LinkButton>
      )}
    </p>
  );
}

function pathOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function isPage({ labels }: PrometheusAlert): boolean {
  return labels["severity"] === "page";
}

/** Pages before tickets, causes before symptoms, then the oldest. */
function byUrgency(a: PrometheusAlert, b: PrometheusAlert): number {
  return rank(a) - rank(b) || a.activeAt.localeCompare(b.activeAt);
}

function rank(alert: PrometheusAlert): number {
  return (isPage(alert) ? 0 : 2) + (alert.labels["role"] === "cause" ? 0 : 1);
}

function getStyles(theme: GrafanaTheme2) {
  const { colors, spacing } = theme;
  return {
    list: css({
      display: "flex",
      flexDirection: "column",
      gap: spacing(0.5),
      maxHeight: "40vh",
      overflowY: "auto",
      padding: spacing(1, 2, 0),
    }),
    quiet: css({ color: colors.text.secondary, margin: 0 }),
    error: css({ color: colors.error.text, margin: 0 }),
    alert: css({
      background: colors.background.primary,
      border: `1px solid ${colors.border.weak}`,
      borderLeft: `4px solid ${colors.warning.main}`,
      borderRadius: theme.shape.radius.default,
      flexShrink: 0,
      padding: spacing(0.5, 1),
      "&[data-severity=page]": { borderLeftColor: colors.error.main },
    }),
    summary: css({
      cursor: "pointer",
      display: "flex",
      flexWrap: "wrap",
      gap: spacing(0.5, 1.5),
      "&::before": { content: '"▸"' },
      "details[open] > &::before": { content: '"▾"' },
    }),
    text: css({ color: colors.text.secondary, flex: "1 1 20em" }),
    facts: factStyles(theme),
  };
}

function factStyles(theme: GrafanaTheme2): string {
  return css({
    display: "grid",
    gap: theme.spacing(0.5, 2),
    gridTemplateColumns: "max-content minmax(0, 1fr)",
    margin: theme.spacing(1, 0),
    "& dt": { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
    "& dd": { margin: 0, maxWidth: "150ch" },
  });
}
