import { bringTool } from "./bring-tool.js";
import { prepare } from "./prepare.js";
import { runForeground } from "./run-foreground.js";
import { DRILL_TOOLS } from "./tools.js";

/**
 * `npm run drill`: prepares the machine, then runs `plimsoll drill`.
 *
 * @param {import("./context.js").Context} context
 * @param {string[]} args handed to it as they are
 * @returns {Promise<number>} its exit code
 */
export async function drillCommand(context, args) {
  const { layout, ownEnv } = context;
  const node = await prepare(context);
  for (const tool of DRILL_TOOLS) await bringTool(context, tool);
  const { code } = await runForeground(node, ["packages/cli/dist/src/main.js", "drill", ...args], {
    cwd: layout.root,
    env: ownEnv,
  });
  return code;
}
