import type { UserRequest } from "./user-request.ts";

/** Requests that k6 makes before the load; they are no user's. */
const SETUP_NAME = "setup";

const COLUMNS = ["metric_name", "timestamp", "metric_value", "name", "status"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Reads k6's CSV output (`K6_CSV_TIME_FORMAT=unix_milli`) piece by piece, as it is written.
 * Source: https://grafana.com/docs/k6/latest/results-output/real-time/csv/
 */
export class K6CsvReader {
  #rest = "";
  #indexes: Readonly<Record<Column, number>> | undefined;

  /**
   * The requests that end in `chunk`; half a line at its end waits for the next one.
   * @throws an Error when the header lacks a column or a number is none.
   */
  read(chunk: string): UserRequest[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#readLine(line.replace(/\r$/, "")));
  }

  #readLine(line: string): UserRequest[] {
    if (line === "") return [];
    if (!this.#indexes) {
      this.#indexes = columnIndexes(splitCsvLine(line));
      return [];
    }
    // Sixteen of seventeen lines are other metrics: the cheap test comes first.
    if (!line.startsWith("http_req_duration,")) return [];
    const cells = splitCsvLine(line);
    const cell = (column: Column): string => cells[this.#indexes?.[column] ?? -1] ?? "";
    const name = cell("name");
    if (name === SETUP_NAME) return [];
    return [
      {
        name,
        endedAt: number("timestamp", cell("timestamp"), line) / 1000,
        // To the microsecond: further digits are those of the division.
        durationSeconds: Math.round(number("metric_value", cell("metric_value"), line) * 1e3) / 1e6,
        status: number("status", cell("status"), line),
      },
    ];
  }
}

function columnIndexes(header: readonly string[]): Record<Column, number> {
  const entries = COLUMNS.map((column) => {
    const index = header.indexOf(column);
    if (index === -1) {
      throw new Error(
        `k6's CSV has no column ${column} (header: ${header.join(",")}). Use k6 1.0 or later.`,
      );
    }
    return [column, index] as const;
  });
  return Object.fromEntries(entries) as Record<Column, number>;
}

function number(column: Column, text: string, line: string): number {
  const value = Number(text);
  if (text !== "" && Number.isFinite(value)) return value;
  throw new Error(`k6's CSV: ${column} must be a number, got ${JSON.stringify(text)} in: ${line}`);
}

/** The cells of one line; a quoted cell may hold commas and doubled quotes, never a line break (k6 writes names and URLs). */
export function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}
