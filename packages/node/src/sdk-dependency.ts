import { readAppPackage, readLocalDependency } from "./app-package.ts";

// Packages that register an SDK with the OpenTelemetry API, or that a file which does so imports.
const SDK_PACKAGES: readonly RegExp[] = [
  /^@opentelemetry\/(sdk-node|sdk-trace|sdk-trace-node|sdk-trace-base|sdk-metrics|auto-instrumentations-node)$/,
  /^@sentry\/(node|nextjs|nestjs|remix|astro|sveltekit|nuxt|bun|google-cloud-serverless|aws-serverless)$/,
  /^@(vercel|splunk|grafana)\/otel/,
  /^@(azure\/monitor-opentelemetry|honeycombio\/opentelemetry-node|elastic\/opentelemetry-node|appsignal\/nodejs|uptrace\/node)$/,
  /^@aws\/aws-distro-opentelemetry-node-autoinstrumentation$/,
  /^(applicationinsights|dd-trace|logfire)$/,
];
// What npm, pnpm and yarn write for a package of the same repository, where a team keeps its own set-up of telemetry.
const LOCAL = /^(workspace|file|link|portal):|^\*$/;

/**
 * The package by which the app at `mainFile` sets up an OpenTelemetry SDK of its own, or undefined: one that its package.json names, or that a package
 * of the same repository names which it depends on.
 */
export function findSdkDependency(mainFile: string | undefined): string | undefined {
  const app = readAppPackage(mainFile);
  if (app === undefined || mainFile === undefined) return undefined;
  // Ours depend on the SDK that @plimsoll/node starts.
  if (app.name?.startsWith("@plimsoll/") === true) return undefined;
  const direct = sdkIn(app.dependencies);
  if (direct !== undefined) return direct;
  for (const [name, range] of Object.entries(app.dependencies)) {
    if (name.startsWith("@plimsoll/") || !LOCAL.test(range)) continue;
    const behind = sdkIn(readLocalDependency(mainFile, name)?.dependencies ?? {});
    if (behind !== undefined) return behind;
  }
  return undefined;
}

function sdkIn(dependencies: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(dependencies).find((name) =>
    SDK_PACKAGES.some((pattern) => pattern.test(name)),
  );
}
