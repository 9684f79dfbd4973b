/** How the figures of a campaign came about, one point each. */
export const CAMPAIGN_METHOD: readonly string[] = [
  "Each run has a stack of its own: PostgreSQL, the app “Money” with one import of @plimsoll/node, Prometheus and Alertmanager with the very files of compose/ and alerts/ (scrapes and rules each 5 s), and k6. Several run side by side on one machine.",
  "Real time: no hold, timeout, ramp or window is shortened (k = 1). What cannot be waited for is the past: some rules compare with the half hour that ended ten minutes ago. Prometheus is given a past hour that was as the warm-up of the same run: every recorded series at its value of then.",
  "A page counts when the webhook receiver has it in full, Alertmanager’s grouping included. An alarm of a baseline counts when its rule fires: delivery costs it nothing, in its favour.",
  "Money tells Alertmanager of a stalled pool itself: the fast path, docs/fast-path.md, which an app has to be given. Every other page comes from Prometheus, and so does every figure of a replay.",
  "Users are harmed from the first error on that begins 10 s in which at least 1 % of the requests failed or took over 1 s. A slow request is an error from its first second on.",
  "A gradual fault passes when its page came before the harm and named the cause, an instant one when its page came within 30 s and named it. A fault that harms nobody is judged as a control: any page is a false one.",
  "A page or an alarm that never came is worse than every number: where the table says never, that run was the median or the worst. A page before the fault is a false one and has no lead. A run in which users were harmed before the fault, or within 10 s of a stall of the machine, was made again once; after that it counts as failed, and is in no other figure. A stall is half a second or more in which the drill itself got no turn; the JSON lists those of every run.",
  "Slow databases are pg_sleep inside the statement: for the pool a connection that is held by a statement in flight, without the CPU that drills share.",
];
