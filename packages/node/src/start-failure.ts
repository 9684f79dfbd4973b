// Node tells by this code of a package that is not there.
const NOT_FOUND = "MODULE_NOT_FOUND";
const NOTHING =
  "plimsoll: could not start, so this process has no telemetry; the app is not affected.";

/** What to do about an error at start. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return NOTHING;
  if ((error as NodeJS.ErrnoException).code === NOT_FOUND)
    return `${NOTHING} A package is missing beside it: leave @plimsoll/node out of the app's bundle (esbuild --external:@plimsoll/node) and install it where the bundle runs.`;
  // The SDK 3.x asks for what the API has since 1.10, and an app that pins 1.9 may have made its package manager nest one and share the other.
  if (/getLogger|'logs'/.test(error.message))
    return `${NOTHING} An @opentelemetry/api older than 1.10 was installed for its OpenTelemetry packages: npm install @opentelemetry/api@^1.10.`;
  return `${NOTHING} Needs Node ≥ 22.15.`;
}
