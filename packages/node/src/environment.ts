import { ENVIRONMENT_RULES } from "./environment-rules.ts";

/** A variable whose value is not what it must be. */
export interface EnvironmentFinding {
  readonly key: string;
  readonly rule: string;
  readonly value: string;
}

/** The variables of `env` that are set and break their rule. An empty value counts as not set, as the OpenTelemetry specification says. */
export function checkEnvironment(env: NodeJS.ProcessEnv): EnvironmentFinding[] {
  return Object.entries(ENVIRONMENT_RULES).flatMap(([key, { rule, isValid }]) => {
    const value = env[key];
    return value === undefined || value === "" || isValid(value) ? [] : [{ key, rule, value }];
  });
}

/** One line: which variable, which rule, which value, what happens. A value that may hold a password is not shown. */
export function formatFinding({ key, rule, value }: EnvironmentFinding): string {
  const { isSecret = false, otherwise = "It is ignored: the default applies." } =
    ENVIRONMENT_RULES[key] ?? {};
  const got = isSecret ? "got another value" : `got ${JSON.stringify(value)}`;
  return `plimsoll: ${key} ${rule}, ${got}. ${otherwise} Correct it, or unset it.`;
}

/**
 * Runs `work` with `keys` unset in the environment, and sets them again: the SDK reads the environment while it is set up, and would stumble over
 * the same value once more with a message of its own.
 */
export function withoutVariables<T>(
  keys: readonly string[],
  env: NodeJS.ProcessEnv,
  work: () => T,
): T {
  const saved = keys.flatMap((key) => (env[key] === undefined ? [] : [[key, env[key]] as const]));
  for (const [key] of saved) delete env[key];
  try {
    return work();
  } finally {
    for (const [key, value] of saved) env[key] = value;
  }
}
