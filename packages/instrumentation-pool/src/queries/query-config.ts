import type { Span } from "@opentelemetry/api";
import type { InstrumentationConfig } from "@opentelemetry/instrumentation";
import type { QueryText } from "@plimsoll/pool-observer";

/** What a {@link QueryInstrumentationConfig.requestHook} is told. */
export interface QueryRequest {
  readonly query: {
    readonly text: string;
    readonly name?: string | undefined;
    readonly values?: readonly unknown[] | undefined;
  };
  readonly connection: {
    readonly database?: string | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly user?: string | undefined;
  };
}

/** What a {@link QueryInstrumentationConfig.responseHook} is told. */
export interface QueryResponse {
  /** The result, or those of several statements, as pg gives it to the app. */
  readonly data: unknown;
}

/** Options; those of `@opentelemetry/instrumentation-pg` 0.77 that concern queries have its names and meaning. */
export interface QueryInstrumentationConfig extends InstrumentationConfig {
  /** Whether queries make spans. `db.client.operation.duration` is there in either case. @default true */
  readonly spans?: boolean;
  /** What of the SQL goes onto spans: without its literals, as it is, or nothing. @default "sanitized" */
  readonly queryText?: QueryText;
  /**
   * Whether no span is made below a span that is not recorded. Right when the sampler is parent-based: it saves what a span costs that goes nowhere.
   * @default false
   */
  readonly followsParent?: boolean;
  /** Whether nothing is done where another OpenTelemetry instrumentation has wrapped pg's `query`, such as instrumentation-pg. @default false */
  readonly standsBack?: boolean;
  /** Whether a query makes a span only below another span. @default false */
  readonly requireParentSpan?: boolean;
  /** Whether the values of parameters go onto spans, as `db.postgresql.values`. They are the app's data. @default false */
  readonly enhancedDatabaseReporting?: boolean;
  /** Whether the SQL carries the trace's id in a comment, as sqlcommenter has it; never that of a prepared statement. @default false */
  readonly addSqlCommenterCommentToQueries?: boolean;
  /** Called when a query's span began. What it throws is a warning. */
  readonly requestHook?: (span: Span, request: QueryRequest) => void;
  /** Called before the span of a query ends that succeeded. What it throws is a warning. */
  readonly responseHook?: (span: Span, response: QueryResponse) => void;
}
