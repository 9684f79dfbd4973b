/** The path of a secret, by its name. */
type Secret = (name: string) => string;

/** How pages and tickets reach one kind of receiver. */
export interface ReceiverKind {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Oldest Alertmanager that takes the file as it is. */
  readonly since: "0.25" | "0.28";
  /** Name and meaning of each secret. */
  readonly secrets: readonly (readonly [name: string, meaning: string])[];
  readonly notes: readonly string[];
  readonly page: (secret: Secret) => object;
  readonly ticket: (secret: Secret) => object;
  /** The webhook of the dead man's switch. */
  readonly heartbeat: (secret: Secret) => object;
}

const TITLE = '{{ template "plimsoll.title" . }}';
const TEXT = '{{ template "plimsoll.text" . }}';
const RUNBOOK = '{{ template "plimsoll.runbook" . }}';
const DASHBOARD = '{{ template "plimsoll.dashboard" . }}';
const SILENCE = '{{ template "plimsoll.silence" . }}';

const HEARTBEAT_SECRET = [
  "heartbeat-url",
  "address of a dead man's switch outside of this cluster that calls when it hears nothing for 5 minutes",
] as const;

// 0.28.0 changelog #3800: before, a webhook with url_file crashed on a failed delivery.
const INLINE_HEARTBEAT =
  "On 0.25 to 0.27: give the receiver watchdog `url:` in place of `url_file:`, and keep the file out of git.";

// A resolved watchdog would sound like a living one.
function heartbeatByUrl(secret: Secret): object {
  return { url_file: secret(HEARTBEAT_SECRET[0]), send_resolved: false };
}

/** Every kind that has an example, in the order of the documentation. */
export const RECEIVER_KINDS: readonly ReceiverKind[] = [
  {
    name: "pagerduty",
    title: "PagerDuty (Events API v2)",
    since: "0.28",
    secrets: [
      ["pagerduty-routing-key", "integration key of a service with urgency by severity"],
      HEARTBEAT_SECRET,
    ],
    notes: [
      "page = severity critical, high urgency; ticket = severity warning, low urgency: set the service's",
      'urgency to "based on alert severity".',
      INLINE_HEARTBEAT,
    ],
    page: (secret) => pagerDuty(secret, "critical"),
    ticket: (secret) => pagerDuty(secret, "warning"),
    heartbeat: heartbeatByUrl,
  },
  {
    name: "opsgenie",
    title: "Opsgenie",
    since: "0.25",
    secrets: [["opsgenie-api-key", "key of an API integration; its heartbeats need the same key"]],
    notes: [
      "Write the key without a line end (printf %s KEY > FILE): 0.25 would send it too.",
      "page = P1, ticket = P4. The dead man's switch is Opsgenie's heartbeat \"plimsoll\": create it with an interval of 5 minutes.",
    ],
    page: (secret) => opsgenie(secret, "P1"),
    ticket: (secret) => opsgenie(secret, "P4"),
    heartbeat: (secret) => ({
      url: "https://api.opsgenie.com/v2/heartbeats/plimsoll/ping",
      send_resolved: false,
      http_config: {
        authorization: { type: "GenieKey", credentials_file: secret("opsgenie-api-key") },
      },
    }),
  },
  {
    name: "slack",
    title: "Slack (incoming webhooks)",
    since: "0.28",
    secrets: [
      ["slack-page-url", "webhook of the channel that on-call has notifications on for"],
      ["slack-ticket-url", "webhook of the channel that is read in working hours"],
      HEARTBEAT_SECRET,
    ],
    notes: ["Slack wakes nobody: have PagerDuty or Opsgenie beside it.", INLINE_HEARTBEAT],
    page: (secret) => slack(secret("slack-page-url"), "danger"),
    ticket: (secret) => slack(secret("slack-ticket-url"), "warning"),
    heartbeat: heartbeatByUrl,
  },
  {
    name: "msteams",
    title: "Microsoft Teams (a Workflows webhook)",
    since: "0.28",
    secrets: [
      ["teams-page-url", "webhook of the Workflow that posts to the channel of on-call"],
      ["teams-ticket-url", "webhook of the Workflow that posts to the channel for tickets"],
      HEARTBEAT_SECRET,
    ],
    notes: [
      "Teams wakes nobody: have PagerDuty or Opsgenie beside it. No older Alertmanager will do: msteams_configs of 0.26 posts to",
      "Office 365 connectors, which Microsoft has retired.",
    ],
    page: (secret) => teams(secret("teams-page-url")),
    ticket: (secret) => teams(secret("teams-ticket-url")),
    heartbeat: heartbeatByUrl,
  },
  {
    name: "webhook",
    title: "webhooks of your own",
    since: "0.28",
    secrets: [
      ["webhook-page-url", "where pages are posted"],
      ["webhook-ticket-url", "where tickets are posted"],
      HEARTBEAT_SECRET,
    ],
    notes: [
      "A webhook takes no template: it gets labels and annotations of every alert as JSON. Show alerts with role=cause first.",
    ],
    page: (secret) => webhook(secret("webhook-page-url")),
    ticket: (secret) => webhook(secret("webhook-ticket-url")),
    heartbeat: heartbeatByUrl,
  },
];

function pagerDuty(secret: Secret, severity: "critical" | "warning"): object {
  const config = {
    routing_key_file: secret("pagerduty-routing-key"),
    url: "https://events.pagerduty.com/v2/enqueue",
    send_resolved: true,
    severity,
    description: TITLE,
    client: "Plimsoll",
    client_url: DASHBOARD,
    class: "{{ .CommonLabels.cause }}",
    component: "{{ .CommonLabels.pool }}",
    group: "{{ .CommonLabels.service }}",
    // These four replace the defaults, which list every label and annotation.
    details: { firing: TEXT, resolved: "", num_firing: "", num_resolved: "" },
    links: [
      { href: RUNBOOK, text: "Runbook" },
      { href: DASHBOARD, text: "Dashboard" },
      { href: SILENCE, text: "Silence" },
    ],
  };
  return { pagerduty_configs: [config] };
}

function opsgenie(secret: Secret, priority: "P1" | "P4"): object {
  const config = {
    api_key_file: secret("opsgenie-api-key"),
    api_url: "https://api.opsgenie.com/",
    send_resolved: true,
    priority,
    message: TITLE,
    description: TEXT,
    entity: "{{ .CommonLabels.pool }}",
    source: "Plimsoll",
    tags: "plimsoll,{{ .CommonLabels.cause }}",
    details: { runbook: RUNBOOK, dashboard: DASHBOARD, silence: SILENCE },
  };
  return { opsgenie_configs: [config] };
}

function slack(urlFile: string, color: "danger" | "warning"): object {
  const config = {
    api_url_file: urlFile,
    send_resolved: true,
    color: `{{ if eq .Status "firing" }}${color}{{ else }}good{{ end }}`,
    title: TITLE,
    title_link: DASHBOARD,
    text: '{{ template "plimsoll.slack" . }}',
    fallback: TITLE,
    footer: "",
  };
  return { slack_configs: [config] };
}

function teams(urlFile: string): object {
  const config = {
    webhook_url_file: urlFile,
    send_resolved: true,
    title: TITLE,
    text: '{{ template "plimsoll.teams" . }}',
  };
  return { msteamsv2_configs: [config] };
}

function webhook(urlFile: string): object {
  return { webhook_configs: [{ url_file: urlFile, send_resolved: true }] };
}
