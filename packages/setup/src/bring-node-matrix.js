import { BROUGHT_NODE, bringNodeVersion, MINIMUM_NODE } from "./bring-node.js";
import { isAtLeast } from "./version.js";

/**
 * Brings the Node versions that the launch tests run their children with: the oldest supported,
 * 24, and 26.
 *
 * @param {import("./context.js").Context} context
 * @param {string} node the binary that runs the tests
 * @param {string} nodeVersion its version
 * @returns {Promise<Record<string, string>>} "22.15.0", "24.x" and "26.10.0", each with the
 *   absolute path of its binary; one that npm does not have for this platform is left out, aloud
 */
export async function bringNodeMatrix(context, node, nodeVersion) {
  /** @type {Record<string, string>} */
  const matrix = {};
  const isNode24 = isAtLeast(nodeVersion, "24.0.0") && !isAtLeast(nodeVersion, "25.0.0");
  const wanted = [
    { key: MINIMUM_NODE, version: MINIMUM_NODE, fallback: ">=22.15.0 <23" },
    { key: "24.x", version: BROUGHT_NODE, fallback: "^24" },
    { key: "26.10.0", version: "26.10.0", fallback: "^26" },
  ];
  for (const { key, version, fallback } of wanted) {
    const binary =
      key === "24.x" && isNode24 ? node : await bringNodeVersion(context, version, fallback);
    if (binary === undefined) {
      context.report.line(`node ${version}: npm has none for this platform; launch tests skip it`);
    } else {
      matrix[key] = binary;
    }
  }
  return matrix;
}
