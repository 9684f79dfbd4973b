/** The console exporter's spans whose names begin with `name`, as text. */
export function consoleSpans(stdout: string, name: string): string[] {
  return [...stdout.matchAll(/^\{$[^]*?^\}$/gm)]
    .map(([span]) => span)
    .filter((span) => span.includes(`\n  name: '${name}`));
}

/** The trace ids of the console exporter's spans whose names begin with `name`. */
export function traceIds(stdout: string, name: string): string[] {
  return consoleSpans(stdout, name).flatMap(
    (span) => /traceId: '([0-9a-f]{32})'/.exec(span)?.[1] ?? [],
  );
}
