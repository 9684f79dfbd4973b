import { bringViewer } from "./bring-viewer.js";
import { prepare } from "./prepare.js";
import { runForeground } from "./run-foreground.js";

/**
 * `npm run demo`: prepares the machine, then replays the outage of the post-mortem.
 *
 * @param {import("./context.js").Context} context
 * @param {string[]} args handed to the demo as they are
 * @returns {Promise<number>} the demo's exit code
 */
export async function demoCommand(context, args) {
  const { layout, ownEnv } = context;
  const node = await prepare(context);
  if (args.includes("--keep")) await bringViewer(context, node);
  const { code } = await runForeground(node, ["packages/drill/dist/src/demo.js", ...args], {
    cwd: layout.root,
    env: ownEnv,
  });
  return code;
}
