import { ATTRIBUTE, OPERATION_BUCKETS, OTHER_ERROR_TYPE, OTHER_SUMMARY } from "@plimsoll/catalog";
import type { Attributes } from "@opentelemetry/api";
import { DurationHistogram, type HistogramReading } from "../duration-histogram.ts";
import { FairTable } from "../fair-table.ts";
import type { QueryShape } from "./query-shape.ts";

// Kinds of errors that are named for one summary; the rest is `_OTHER`.
const ERROR_TYPE_LIMIT = 10;

/** Durations of queries that ended alike. */
interface Cell {
  readonly attributes: Attributes;
  readonly histogram: DurationHistogram;
}

/** The queries of one summary, by how they ended. */
class SummaryCells {
  /** Of the series of those that succeeded; set at the first record. */
  attributes: Attributes = {};
  readonly #failed = new Map<string, Cell>();
  #succeeded: Cell | undefined;

  get isNew(): boolean {
    return this.#succeeded === undefined && this.#failed.size === 0;
  }

  cell(errorType: string | undefined): Cell {
    if (errorType === undefined) return (this.#succeeded ??= newCell(this.attributes));
    const known = this.#failed.get(errorType);
    if (known !== undefined) return known;
    if (this.#failed.size >= ERROR_TYPE_LIMIT && errorType !== OTHER_ERROR_TYPE)
      return this.cell(OTHER_ERROR_TYPE);
    const cell = newCell({ ...this.attributes, [ATTRIBUTE.errorType]: errorType });
    this.#failed.set(errorType, cell);
    return cell;
  }

  *cells(): Generator<Cell> {
    if (this.#succeeded !== undefined) yield this.#succeeded;
    yield* this.#failed.values();
  }
}

function newCell(attributes: Attributes): Cell {
  return { attributes, histogram: new DurationHistogram(OPERATION_BUCKETS) };
}

/** One series of `db.client.operation.duration`. */
export interface QueryDurationReading {
  readonly attributes: Attributes;
  readonly value: HistogramReading;
}

/**
 * How long queries took, by what they did and how they ended: `db.client.operation.duration` of one pool.
 * Bounded: `limit` summaries have series of their own, the others share `other` (see {@link FairTable}).
 */
export class QueryDurations {
  readonly #attributes: Attributes;
  readonly #bySummary: FairTable<SummaryCells>;

  /** @param attributes of the pool, or of the server for connections without one */
  constructor(attributes: Attributes, limit: number, now: number) {
    this.#attributes = attributes;
    this.#bySummary = new FairTable({ limit, create: () => new SummaryCells(), now });
  }

  /**
   * Records one finished query; returns the attributes of the series that it belongs to, always the same object for one series.
   * @param errorType SQLSTATE or another short word; undefined when it succeeded
   */
  record(shape: QueryShape, seconds: number, errorType: string | undefined): Attributes {
    const cells = this.#bySummary.get(shape.summary, seconds);
    if (cells.isNew) cells.attributes = this.#attributesOf(shape, cells === this.#bySummary.other);
    const cell = cells.cell(errorType);
    cell.histogram.record(seconds);
    return cell.attributes;
  }

  /** Every series. */
  read(now: number): QueryDurationReading[] {
    this.#bySummary.rebalance(now);
    const { other } = this.#bySummary;
    const all = [...this.#bySummary.entries()].map(([, cells]) => cells);
    if (other !== undefined) all.push(other);
    return all.flatMap((cells) =>
      [...cells.cells()].map(({ attributes, histogram }) => ({
        attributes,
        value: histogram.read(),
      })),
    );
  }

  #attributesOf({ summary, operation }: QueryShape, isOther: boolean): Attributes {
    // Those that share a series do different things.
    if (isOther) return { ...this.#attributes, [ATTRIBUTE.querySummary]: OTHER_SUMMARY };
    return {
      ...this.#attributes,
      [ATTRIBUTE.querySummary]: summary,
      [ATTRIBUTE.operationName]: operation,
    };
  }
}
