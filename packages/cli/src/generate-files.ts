import { join } from "node:path";
import {
  type AlertConfig,
  AlertConfigError,
  type Artifact,
  readAlertConfig,
  staleFiles,
  writeArtifacts,
} from "@plimsoll/alert-rule-builder";
import type { ExitCode, Output } from "./command.ts";
import { readFlags } from "./read-flags.ts";
import { UsageError } from "./usage-error.ts";

/** A command that writes generated files into a folder: `--out`, `--format`, `--config`, `--check`. */
export interface Generator<Format extends string> {
  /** Of the command. */
  readonly name: string;
  readonly formats: readonly Format[];
  readonly defaultFormat: Format;
  readonly files: (format: Format, config: AlertConfig) => readonly Artifact[];
}

/**
 * Runs `generator`: nothing is written unless all that was asked for is valid.
 *
 * @throws UsageError when a flag is wrong.
 */
export function generateFiles<Format extends string>(
  generator: Generator<Format>,
  argv: readonly string[],
  output: Output,
): ExitCode {
  // Under its own type parseArgs() could not tell the flags.
  const defaultFormat: string = generator.defaultFormat;
  const flags = readFlags(argv, {
    out: { type: "string" },
    format: { type: "string", default: defaultFormat },
    config: { type: "string" },
    check: { type: "boolean", default: false },
  });
  if (!flags.out) throw new UsageError("--out must name a folder to write to.");
  const format = formatOf(generator.formats, flags.format);
  const config = configOf(flags.config, output);
  if (config === undefined) return 2;
  const files = generator.files(format, config);
  const act = flags.check ? check : write;
  return act(generator.name, flags.out, files, output);
}

function formatOf<Format extends string>(formats: readonly Format[], value: string): Format {
  const format = formats.find((one) => one === value);
  if (format !== undefined) return format;
  const known = formats.join(", ");
  throw new UsageError(`--format must be one of ${known}; got ${JSON.stringify(value)}.`);
}

function configOf(file: string | undefined, output: Output): AlertConfig | undefined {
  if (file === undefined) return {};
  try {
    return readAlertConfig(file);
  } catch (error) {
    if (!(error instanceof AlertConfigError)) throw error;
    output.err(`${error.message}\n`);
    return undefined;
  }
}

function check(
  command: string,
  folder: string,
  files: readonly Artifact[],
  output: Output,
): ExitCode {
  const stale = staleFiles(folder, files);
  for (const file of stale) {
    output.err(
      `${join(folder, file)}: not what this gives. Run plimsoll ${command} without --check.\n`,
    );
  }
  return stale.length === 0 ? 0 : 1;
}

function write(
  command: string,
  folder: string,
  files: readonly Artifact[],
  output: Output,
): ExitCode {
  try {
    writeArtifacts(folder, files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.err(
      `plimsoll ${command}: ${folder} cannot be written: ${reason}. Each file there is the old or the new one, whole.\n`,
    );
    return 2;
  }
  for (const { file } of files) output.out(`${join(folder, file)}\n`);
  return 0;
}
