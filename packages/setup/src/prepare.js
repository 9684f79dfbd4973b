import { bringNode } from "./bring-node.js";
import { bringPackages } from "./bring-packages.js";
import { bringPnpm } from "./bring-pnpm.js";
import { bringTool } from "./bring-tool.js";
import { TOOLS } from "./tools.js";

/**
 * Brings all that the demo and the tests need: Node, pnpm, the workspace's packages, the tools.
 *
 * @param {import("./context.js").Context} context
 * @returns {Promise<string>} the Node binary to run our programs with
 */
export async function prepare(context) {
  const node = await bringNode(context);
  await bringPnpm(context);
  // Before the packages: who lacks a tool that cannot be had learns it within seconds.
  for (const tool of TOOLS) await bringTool(context, tool);
  await bringPackages(context);
  return node;
}
