import type { Command, ExitCode, Output } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { UsageError } from "./usage-error.ts";

/** Runs the command that `argv` names. */
export async function runCli(argv: readonly string[], output: Output): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const print = name === undefined ? output.err : output.out;
    print(help());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const known = COMMANDS.map((one) => one.name).join(", ");
    const what = name.startsWith("-") ? "option" : "command";
    output.err(
      `plimsoll: unknown ${what} ${JSON.stringify(name)}. Commands: ${known}. See plimsoll --help.\n`,
    );
    return 2;
  }
  return run(command, rest, output);
}

async function run(command: Command, argv: readonly string[], output: Output): Promise<ExitCode> {
  if (argv.includes("--help") || argv.includes("-h")) {
    output.out(command.help);
    return 0;
  }
  try {
    return await command.run(argv, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(`plimsoll ${command.name}: ${error.message} See plimsoll ${command.name} --help.\n`);
    return 2;
  }
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: plimsoll <command> [options]

${lines.join("\n")}

plimsoll <command> --help tells its options.
`;
}
