import { STALLED_VOTE } from "@plimsoll/catalog";
import { POOL_LABELS } from "../pool-labels.ts";
import { duration } from "../promql.ts";

/**
 * Waits for one evaluation of the rule group (5 s) and delivery: a cause that is named one evaluation after the pressure it
 * makes is then in the first notification, and mutes the pressure. Longer only spends lead time.
 */
export const PAGE_GROUP_WAIT_SECONDS = 7;

/** Tickets are read in working hours: those of one roll-out may come together. */
export const TICKET_GROUP_WAIT_SECONDS = 30;

/** A cause that is named later is sent after this time at the latest; Alertmanager's default of 5 min would cost the lead. */
const PAGE_GROUP_INTERVAL = "1m";

/** The watchdog's notification goes out this often. */
export const WATCHDOG_SECONDS = 60;

/**
 * Alertmanager repeats only at a flush, every `group_interval`, and only what was sent longer ago than this. An equal value is
 * missed by milliseconds at every other flush (0.28.1 notify/notify.go:696: an entry must be from before now − repeat_interval).
 */
export const WATCHDOG_REPEAT_SECONDS = 50;

/** A team whose services have receivers of their own: `<name>-page` and `<name>-ticket`. */
export interface Team {
  readonly name: string;
  readonly services: readonly string[];
}

/**
 * Routes by severity, and inside of it by service. Plimsoll's alerts stand under one route, which can be copied into another tree;
 * what is not Plimsoll's goes to the receiver `default`.
 */
export function routeTree(teams: readonly Team[] = []): object {
  return {
    receiver: "default",
    routes: [
      {
        receiver: "ticket",
        matchers: ['alertname=~"Plimsoll.+"'],
        // One incident is one notification, so the alert's name is not among the labels that group.
        group_by: POOL_LABELS,
        group_wait: duration(TICKET_GROUP_WAIT_SECONDS),
        group_interval: "5m",
        repeat_interval: "24h",
        routes: [
          watchdogRoute(),
          // What instances of a large service tell each other (docs/fast-path.md).
          { receiver: "nobody", matchers: [`alertname="${STALLED_VOTE.name}"`] },
          pageRoute(teams),
          ...teamRoutes(teams, "ticket"),
        ],
      },
    ],
  };
}

function watchdogRoute(): object {
  return {
    receiver: "watchdog",
    matchers: ['alertname="PlimsollWatchdog"'],
    group_by: ["alertname"],
    group_wait: "0s",
    group_interval: duration(WATCHDOG_SECONDS),
    repeat_interval: duration(WATCHDOG_REPEAT_SECONDS),
  };
}

function pageRoute(teams: readonly Team[]): object {
  const routes = teamRoutes(teams, "page");
  return {
    receiver: "page",
    matchers: ['severity="page"'],
    group_by: POOL_LABELS,
    group_wait: duration(PAGE_GROUP_WAIT_SECONDS),
    group_interval: PAGE_GROUP_INTERVAL,
    repeat_interval: "4h",
    ...(routes.length > 0 && { routes }),
  };
}

function teamRoutes(teams: readonly Team[], kind: "page" | "ticket"): readonly object[] {
  return teams.map(({ name, services }) => ({
    receiver: `${name}-${kind}`,
    matchers: [`service=~"${services.join("|")}"`],
  }));
}
