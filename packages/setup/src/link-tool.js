import { mkdirSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { isExecutable } from "./find-executable.js";

/**
 * Makes `bin/name` a link to `target`. Replaces an older link in one step, so that a second run in
 * the same working copy never finds it missing.
 *
 * @param {string} bin
 * @param {string} name
 * @param {string} target absolute path
 * @returns {string} path of the link
 */
export function linkTool(bin, name, target) {
  const link = path.join(bin, name);
  if (linkedTool(bin, name) === target) return link;
  mkdirSync(bin, { recursive: true });
  const fresh = `${link}.${process.pid}`;
  symlinkSync(target, fresh);
  renameSync(fresh, link);
  return link;
}

/**
 * What `bin/name` points to; undefined when there is no link or its target is gone.
 *
 * @param {string} bin
 * @param {string} name
 */
export function linkedTool(bin, name) {
  const link = path.join(bin, name);
  try {
    const target = readlinkSync(link);
    return isExecutable(link) ? target : undefined;
  } catch {
    return undefined;
  }
}
