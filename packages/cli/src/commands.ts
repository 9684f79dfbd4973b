import type { Command } from "./command.ts";
import { alerts } from "./commands/alerts.ts";
import { dashboards } from "./commands/dashboards.ts";
import { doctor } from "./commands/doctor.ts";
import { drill } from "./commands/drill.ts";
import { view } from "./commands/view.ts";

/** Every command, in the order of the help. A new one is a file in `commands/` and a line here. */
export const COMMANDS: readonly Command[] = [alerts, dashboards, view, doctor, drill];
